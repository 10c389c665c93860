// Says who it is through the AWS SDK for Go v2, or by the rules of Terraform's AWS provider (aws-sdk-go-base):
// `client (sdk|terraform) [PROFILE]`.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	awsbase "github.com/hashicorp/aws-sdk-go-base/v2"
)

func main() {
	ctx := context.Background()
	profile := ""
	if len(os.Args) > 2 {
		profile = os.Args[2]
	}
	cfg, err := load(ctx, os.Args[1], profile)
	if err != nil {
		fail(err)
	}
	identity, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		fail(err)
	}
	fmt.Println(*identity.Arn)
}

func load(ctx context.Context, way, profile string) (aws.Config, error) {
	if way == "terraform" {
		_, cfg, diags := awsbase.GetAwsConfig(ctx, &awsbase.Config{Profile: profile, SkipCredsValidation: true})
		if diags.HasError() {
			return cfg, fmt.Errorf("%v", diags)
		}
		return cfg, nil
	}
	if profile == "" {
		return config.LoadDefaultConfig(ctx)
	}
	return config.LoadDefaultConfig(ctx, config.WithSharedConfigProfile(profile))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
