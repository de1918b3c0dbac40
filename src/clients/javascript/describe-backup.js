// DescribeBackup with the AWS SDK for JavaScript 3.
//
//   npm install --prefix src/clients/javascript
//   node src/clients/javascript/describe-backup.js <endpoint URL> <backup ARN>
//
// API Gateway takes signatures for execute-api. The option signingName makes a client sign so.
import { DescribeBackupCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";

const [endpoint, BackupArn] = process.argv.slice(2);
const dynamodb = new DynamoDBClient({ endpoint, signingName: "execute-api" });
const { BackupDescription } = await dynamodb.send(new DescribeBackupCommand({ BackupArn }));
console.log(BackupDescription.BackupDetails.BackupName);
