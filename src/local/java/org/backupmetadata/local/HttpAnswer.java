package org.backupmetadata.local;

import java.util.List;
import org.backupmetadata.local.HttpRequest.Header;
import software.amazon.awssdk.core.SdkBytes;

/** An answer as it goes out on the wire. */
record HttpAnswer(int status, List<Header> headers, SdkBytes body) {}
