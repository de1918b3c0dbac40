package org.backupmetadata.local;

import java.util.List;
import org.backupmetadata.local.HttpRequest.Header;
import software.amazon.awssdk.core.SdkBytes;

/** An HTTP response as it is sent. */
record HttpAnswer(int status, List<Header> headers, SdkBytes body) {}
