// DescribeBackup with the AWS SDK for Go 2.
//
//	go run -C src/clients/go . <endpoint URL> <backup ARN>
//
// API Gateway takes signatures for execute-api. The resolver executeAPI makes a client sign so.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// executeAPI signs a DynamoDB client's requests for API Gateway.
type executeAPI struct{}

func (executeAPI) ResolveAuthSchemes(_ context.Context, params *dynamodb.AuthResolverParameters) ([]*auth.Option, error) {
	var properties smithy.Properties
	smithyhttp.SetSigV4SigningName(&properties, "execute-api")
	smithyhttp.SetSigV4SigningRegion(&properties, params.Region)
	return []*auth.Option{{SchemeID: auth.SchemeIDSigV4, SignerProperties: properties}}, nil
}

func main() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	client := dynamodb.NewFromConfig(cfg, func(o *dynamodb.Options) {
		o.BaseEndpoint = aws.String(os.Args[1])
		o.AuthSchemeResolver = executeAPI{}
	})
	output, err := client.DescribeBackup(ctx, &dynamodb.DescribeBackupInput{BackupArn: aws.String(os.Args[2])})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*output.BackupDescription.BackupDetails.BackupName)
}
