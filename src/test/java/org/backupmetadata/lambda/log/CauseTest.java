package org.backupmetadata.lambda.log;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CauseTest {

    private static final String TOKEN = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQDx+0/Zk3bT5kGmN0c7yq2f8q1RkL9v3u4w5x6y7z8AIgB9c0d1e2f3g4==";

    @ParameterizedTest
    @ValueSource(strings = {"x-amz-security-token:secret", "X-Amz-Security-Token: secret",
            "GET /?X-Amz-Security-Token=secret&X-Amz-Date=1", "{\"SessionToken\":\"secret\"}",
            "aws_session_token = secret",
            "AWS_SESSION_TOKEN=secret", "AwsSessionCredentials(sessionToken=secret)",
            "{'Token': 'x', 'session_token': 'secret'}"})
    void aNamedTokenIsMasked(String message) {
        String cause = Cause.of(new IOException("before " + message + " after"));
        assertFalse(cause.contains("secret"), cause);
        assertTrue(cause.contains("before ") && cause.contains(" after"), cause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the token %s is bad", "[%s]", "token-without-a-name%%3A%s"})
    void aTokenIsMaskedWhereNothingSaysThatItIsOne(String message) {
        String cause = Cause.of(new IOException(message.formatted(TOKEN)));
        assertFalse(cause.contains(TOKEN.substring(20, 60)), cause);
    }

    @Test
    void aTokenInAnEncodedUrlIsMasked() {
        String cause = Cause.of(new IOException(TOKEN.replace("/", "%2F").replace("+", "%2B").replace("=", "%3D")));
        assertFalse(cause.contains("JHMEUCIQDx"), cause);
    }

    @Test
    void whereAFaultHappenedAndWhyStays() {
        String cause = Cause.of(new UncheckedIOException(new IOException(
                "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d")));
        assertTrue(cause.contains("UncheckedIOException"), cause);
        assertTrue(
                cause.contains("Caused by: java.io.IOException: arn:aws:dynamodb:us-east-1:111122223333:table/Music"),
                cause);
        assertTrue(cause.contains("CauseTest.whereAFaultHappenedAndWhyStays"), cause);
    }

    @Test
    void aLongCauseIsCutInTheMiddleSinceItsEndSaysWhy() {
        String cause = Cause.of(new UncheckedIOException("what failed " + "word ".repeat(100_000),
                new IOException("why it failed")));
        assertTrue(cause.length() < 10_100, () -> "it has " + cause.length() + " characters");
        assertTrue(cause.contains("what failed") && cause.contains(" characters ...")
                && cause.contains("Caused by: java.io.IOException: why it failed"), cause);
    }
}
