// Region, partition and endpoint of a role.

import { ROLE, testFaults } from "../../support/doctor_facts.ts";

testFaults([
  ["region", ROLE + "region = EU!\n", ROLE, "region", "problem", 3, /looks like eu-central-1/],
  [
    "region that is none",
    ROLE + "region = eu-centrall-1\n",
    ROLE + "region = eu-central-1\n",
    "region",
    "problem",
    3,
    /check the spelling/,
  ],
  [
    "region in another partition",
    ROLE + "region = cn-north-1\n",
    ROLE + "region = us-east-1\n",
    "partition",
    "problem",
    3,
    /not in the partition of the role/,
  ],
  [
    "partition that is none",
    ROLE.replace("arn:aws:", "arn:awz:"),
    ROLE,
    "partition",
    "problem",
    2,
    /is not an AWS partition/,
  ],
  [
    "services section",
    ROLE + "services = s\n",
    ROLE + "services = s\n[services s]\nsts =\n  endpoint_url = https://sts.amazonaws.com\n",
    "endpoint",
    "problem",
    3,
    /no section \[services s\]/,
  ],
  [
    "foreign endpoint",
    ROLE + "endpoint_url = https://sts.example\n",
    ROLE + "endpoint_url = https://sts.amazonaws.com\n",
    "endpoint",
    "problem",
    3,
    /may not connect to sts\.example:443/,
  ],
]);
