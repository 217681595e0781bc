import { type Bytes, utf8Bytes } from '../../../shared/base/bytes';

/** A configuration profile with one payload, as Apple's tools write it. */
export function profileText(payload: string, password?: string, type = 'com.apple.security.pkcs12'): Bytes {
  const secret = password === undefined ? '' : `<key>Password</key>\n<string>${password}</string>\n`;
  return utf8Bytes(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
\t<key>PayloadContent</key>
\t<array>
\t\t<dict>
${secret}\t\t\t<key>PayloadCertificateFileName</key>
\t\t\t<string>alice.p12</string>
\t\t\t<key>PayloadContent</key>
\t\t\t<data>
${payload.replace(/.{1,52}/g, '\t\t\t$&\n')}\t\t\t</data>
\t\t\t<key>PayloadType</key>
\t\t\t<string>${type}</string>
\t\t\t<key>PayloadVersion</key>
\t\t\t<integer>1</integer>
\t\t</dict>
\t</array>
\t<key>PayloadRemovalDisallowed</key>
\t<false/>
\t<key>PayloadType</key>
\t<string>Configuration</string>
</dict>
</plist>
`);
}
