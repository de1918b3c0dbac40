package org.backupmetadata.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The events that API Gateway makes of an AWS SDK's DescribeBackup call, with all that it puts into them. */
public final class GatewayEvents {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/x-amz-json-1.0",
            "X-Amz-Target", "DynamoDB_20120810.DescribeBackup", "Host", "api.example.com", "User-Agent",
            "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13 md/pyimpl#CPython",
            "amz-sdk-invocation-id", "2f3b8a52-6c7e-4a86-9f8b-1f7a6f1f4c11", "amz-sdk-request", "attempt=1",
            "X-Amz-Date", "20260101T000000Z", "X-Forwarded-For", "192.0.2.17", "X-Forwarded-Port", "443",
            "X-Forwarded-Proto", "https");

    private GatewayEvents() {
    }

    /** The body of a DescribeBackup request. */
    public static String body(String backupArn) {
        return "{\"BackupArn\":\"" + backupArn + "\"}";
    }

    /** An event of a REST API: payload version 1.0, the body as text. */
    public static byte[] restApi(String callerAccount, String body) {
        return write(json -> {
            json.writeStringField("resource", "/");
            json.writeStringField("path", "/");
            json.writeStringField("httpMethod", "POST");
            writeTexts(json, "headers", HEADERS);
            json.writeObjectFieldStart("multiValueHeaders");
            for (Map.Entry<String, String> header : HEADERS.entrySet()) {
                json.writeArrayFieldStart(header.getKey());
                json.writeString(header.getValue());
                json.writeEndArray();
            }
            json.writeEndObject();
            for (String absent : List.of("queryStringParameters", "multiValueQueryStringParameters", "pathParameters",
                    "stageVariables")) {
                json.writeNullField(absent);
            }
            json.writeObjectFieldStart("requestContext");
            writeTexts(json, Map.of("resourceId", "8rl4gvkxe9", "resourcePath", "/", "httpMethod", "POST",
                    "extendedRequestId", "XfJ2xEOmIAMEbqg=", "requestTime", "01/Jan/2026:00:00:00 +0000", "path",
                    "/prod/", "accountId", "999999999999", "protocol", "HTTP/1.1", "stage", "prod", "requestId",
                    "0f8b1c4e-5b1d-4ac5-9a0e-3b8c1a4d2e90"));
            json.writeNumberField("requestTimeEpoch", 1767225600000L);
            json.writeObjectFieldStart("identity");
            writeTexts(json,
                    Map.of("accountId", callerAccount, "caller", "AROAEXAMPLE:reader", "accessKey", "ASIAEXAMPLE",
                            "sourceIp", "192.0.2.17", "userAgent", HEADERS.getOrDefault("User-Agent", ""), "user",
                            "AROAEXAMPLE:reader", "userArn",
                            "arn:aws:sts::" + callerAccount + ":assumed-role/Reader/reader"));
            json.writeEndObject();
            json.writeEndObject();
            json.writeStringField("body", body);
            json.writeBooleanField("isBase64Encoded", false);
        });
    }

    /** An event of an HTTP API or a Function URL: payload version 2.0, header names lowered, the body in base64. */
    public static byte[] httpApi(String callerAccount, String body) {
        return write(json -> {
            json.writeStringField("version", "2.0");
            json.writeStringField("routeKey", "POST /");
            json.writeStringField("rawPath", "/");
            json.writeStringField("rawQueryString", "");
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : HEADERS.entrySet()) {
                json.writeStringField(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("requestContext");
            writeTexts(json, Map.of("accountId", "999999999999", "apiId", "a1b2c3d4e5", "domainName",
                    "api.example.com", "requestId", "JKJaXmPLvHcESHA=", "routeKey", "POST /", "stage", "$default",
                    "time", "01/Jan/2026:00:00:00 +0000"));
            json.writeNumberField("timeEpoch", 1767225600000L);
            writeTexts(json, "http", Map.of("method", "POST", "path", "/", "protocol", "HTTP/1.1", "sourceIp",
                    "192.0.2.17", "userAgent", HEADERS.getOrDefault("User-Agent", "")));
            json.writeObjectFieldStart("authorizer");
            writeTexts(json, "iam", Map.of("accessKey", "ASIAEXAMPLE", "accountId", callerAccount, "callerId",
                    "AROAEXAMPLE:reader", "userArn", "arn:aws:sts::" + callerAccount + ":assumed-role/Reader/reader",
                    "userId", "AROAEXAMPLE:reader"));
            json.writeEndObject();
            json.writeEndObject();
            json.writeStringField("body",
                    Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
            json.writeBooleanField("isBase64Encoded", true);
        });
    }

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] write(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeTexts(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        writeTexts(json, texts);
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, Map<String, String> texts) throws IOException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
    }
}
