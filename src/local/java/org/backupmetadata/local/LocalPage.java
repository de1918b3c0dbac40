package org.backupmetadata.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What a browser shows at the local run's address: what is served, which backups are loaded, and commands to copy. Only
 * the local run has it; a deployed API answers {@code GET /} as DynamoDB does.
 */
final class LocalPage extends Handler.Abstract {

    private final Banner banner;
    private final LocalRun.Options options;

    LocalPage(Banner banner, LocalRun.Options options) {
        this.banner = banner;
        this.options = options;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String accepted = String.valueOf(request.getHeaders().get(HttpHeader.ACCEPT));
        if (!request.getMethod().equals("GET") || !Request.getPathInContext(request).equals("/")
                || !accepted.contains("text/html")) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
        byte[] page = html(Request.getLocalPort(request)).getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(page), callback);
        return true;
    }

    private String html(int port) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <title>Backup Metadata Service, local run</title>
                <style>body { font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em }
                pre { background: #f3f3f3; overflow: auto; padding: 1em } td, th { padding-right: 2em; text-align: left }</style>
                <h1>Backup Metadata Service</h1>
                <p>This is a local run: the service with these backups: <code>%s</code>, in a database on this machine.</p>
                <h2>What is served</h2>
                <table>
                <tr><td><code>POST /</code><td>DynamoDB's <code>DescribeBackup</code>, <code>ListBackups</code> and
                <code>DescribeEndpoints</code>, for the AWS CLI and the SDKs
                <tr><td><code>GET /backups</code><td>a list of backups
                <tr><td><code>GET /backups/{backupArn}</code><td>one backup
                </table>
                <h2>Loaded backups</h2>
                <table>
                <tr><th>Account<th>Region<th>Backups<th>
                %s</table>
                <p>%s</p>
                <h2>Commands to copy</h2>
                <pre>%s</pre>
                </html>
                """
                .formatted(escaped(banner.source(options)), rows(), caller(),
                        escaped(banner.commands(options, port)));
    }

    private String rows() {
        return banner.backupsByPlace().entrySet().stream()
                .map(entry -> "<tr><td>%s<td>%s<td>%s<td>%s\n".formatted(entry.getKey().account(),
                        entry.getKey().region(), entry.getValue().toString(),
                        options.checksSignatures()
                                ? ""
                                : link(entry.getKey().account().digits(), entry.getKey().region())))
                .collect(Collectors.joining());
    }

    /** Each account may read its own backups only; the credential says who asks. */
    private static String link(String account, String region) {
        return "<a href=\"/backups?account=%s&amp;region=%s&amp;type=ALL&amp;X-Amz-Credential=%s\">list</a>"
                .formatted(account, region, account);
    }

    private String caller() {
        return options.checksSignatures()
                ? "Signatures are checked here, so a browser cannot read the lists: it does not sign."
                : "A <code>GET</code> without a signature is answered as account " + banner.mainAccount()
                        + "'s. The links name their account in <code>X-Amz-Credential</code>.";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
