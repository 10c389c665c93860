// AWS's partitions, their DNS suffixes and regions. Written by scripts/sts_hosts.ts from the AWS SDK's own data.
// Rule: not edited by hand.

export type Partition = {
  readonly id: string;
  /** A regular expression for regions that are newer than this table. */
  readonly regionPattern: string;
  readonly dnsSuffix: string;
  readonly dualStackDnsSuffix: string;
  /** The region that signs requests to the partition's global endpoints. */
  readonly globalRegion: string;
  readonly regions: readonly string[];
};

export const PARTITIONS: readonly Partition[] = [
  {
    "id": "aws",
    "regionPattern": "^(us|eu|ap|sa|ca|me|af|il|mx)\\-\\w+\\-\\d+$",
    "dnsSuffix": "amazonaws.com",
    "dualStackDnsSuffix": "api.aws",
    "globalRegion": "us-east-1",
    "regions": [
      "af-south-1",
      "ap-east-1",
      "ap-east-2",
      "ap-northeast-1",
      "ap-northeast-2",
      "ap-northeast-3",
      "ap-south-1",
      "ap-south-2",
      "ap-southeast-1",
      "ap-southeast-2",
      "ap-southeast-3",
      "ap-southeast-4",
      "ap-southeast-5",
      "ap-southeast-6",
      "ap-southeast-7",
      "ca-central-1",
      "ca-west-1",
      "eu-central-1",
      "eu-central-2",
      "eu-north-1",
      "eu-south-1",
      "eu-south-2",
      "eu-west-1",
      "eu-west-2",
      "eu-west-3",
      "il-central-1",
      "me-central-1",
      "me-south-1",
      "me-west-1",
      "mx-central-1",
      "sa-east-1",
      "sa-west-1",
      "us-east-1",
      "us-east-2",
      "us-west-1",
      "us-west-2",
    ],
  },
  {
    "id": "aws-cn",
    "regionPattern": "^cn\\-\\w+\\-\\d+$",
    "dnsSuffix": "amazonaws.com.cn",
    "dualStackDnsSuffix": "api.amazonwebservices.com.cn",
    "globalRegion": "cn-northwest-1",
    "regions": ["cn-north-1", "cn-northwest-1"],
  },
  {
    "id": "aws-eusc",
    "regionPattern": "^eusc\\-(de)\\-\\w+\\-\\d+$",
    "dnsSuffix": "amazonaws.eu",
    "dualStackDnsSuffix": "api.amazonwebservices.eu",
    "globalRegion": "eusc-de-east-1",
    "regions": ["eusc-de-east-1"],
  },
  {
    "id": "aws-iso",
    "regionPattern": "^us\\-iso\\-\\w+\\-\\d+$",
    "dnsSuffix": "c2s.ic.gov",
    "dualStackDnsSuffix": "api.aws.ic.gov",
    "globalRegion": "us-iso-east-1",
    "regions": ["us-iso-east-1", "us-iso-west-1"],
  },
  {
    "id": "aws-iso-b",
    "regionPattern": "^us\\-isob\\-\\w+\\-\\d+$",
    "dnsSuffix": "sc2s.sgov.gov",
    "dualStackDnsSuffix": "api.aws.scloud",
    "globalRegion": "us-isob-east-1",
    "regions": ["us-isob-east-1", "us-isob-west-1"],
  },
  {
    "id": "aws-iso-e",
    "regionPattern": "^eu\\-isoe\\-\\w+\\-\\d+$",
    "dnsSuffix": "cloud.adc-e.uk",
    "dualStackDnsSuffix": "api.cloud-aws.adc-e.uk",
    "globalRegion": "eu-isoe-west-1",
    "regions": ["eu-isoe-west-1"],
  },
  {
    "id": "aws-iso-f",
    "regionPattern": "^us\\-isof\\-\\w+\\-\\d+$",
    "dnsSuffix": "csp.hci.ic.gov",
    "dualStackDnsSuffix": "api.aws.hci.ic.gov",
    "globalRegion": "us-isof-south-1",
    "regions": ["us-isof-east-1", "us-isof-south-1"],
  },
  {
    "id": "aws-us-gov",
    "regionPattern": "^us\\-gov\\-\\w+\\-\\d+$",
    "dnsSuffix": "amazonaws.com",
    "dualStackDnsSuffix": "api.aws",
    "globalRegion": "us-gov-west-1",
    "regions": ["us-gov-east-1", "us-gov-west-1"],
  },
];
