/** The only door to the core: re-exports, no logic. */
export { asDer, concat, equal, fromHex, hex, latin1Bytes, latin1Text, utf8Bytes, utf8Text } from './base/bytes';
export type { Bytes, CanonicalOctets, Der } from './base/bytes';
export { base64Octets, fromBase64, toBase64 } from './base/base64';
export { comparableDomain } from './base/domain';
export { pemBlocks, pemText } from './base/pem';
export type { PemBlock } from './base/pem';
export { errorCode, SignetError } from './base/errors';
export type { ErrorCode } from './base/errors';
export { LIMITS } from './base/limits';
export type { LimitName } from './base/limits';
export { portionOf, type Work } from './base/work';
export { algorithmName, defaultScheme } from './cms/algorithms';
export type { SignatureScheme } from './cms/algorithms';
export { unarmorCms } from './cms/armor';
export { readContentInfo } from './cms/content-info';
export type { CmsKind, ContentInfo } from './cms/content-info';
export { readCapabilities } from './cms/capabilities';
export type { Capabilities, OwnDevices } from './cms/capabilities';
export { decryptContent, matchesCertificate, unwrapContentKey } from './cms/decrypt';
export type { ImportedKeys } from './cms/decrypt';
export type { UnwrappingIdentity } from './cms/decrypt';
export { concatCms, encryptContent } from './cms/encrypt';
export type { ContentAlgorithm, EncryptedCms } from './cms/encrypt';
export { readEnvelope } from './cms/envelope';
export type { Envelope } from './cms/envelope';
export { unwrapWithPassword, unwrapWithSecretKey } from './cms/shared-secret';
export type { SecretKey } from './cms/shared-secret';
export { signData } from './cms/sign';
export type { Signer } from './cms/sign';
export type { RecipientIdentifier, RecipientInfo } from './cms/syntax/recipient-info';
export { verifySignedData } from './cms/verify';
export type { SignedDataReport, SignerInfoVerdict } from './cms/verify';
export { mainAddress } from './contacts/vcard';
export { formatMailboxes, isAddress, parseMailboxes, sameAddress, soleMailbox } from './mime/address';
export type { Mailbox } from './mime/address';
export { canonicalForm, isCanonical } from './mime/canonical-form';
export { decodedText } from './mime/charset';
export { composeEntity, composeHeader, composeMultipart, withHeader } from './mime/compose-mime';
export { withoutField } from './mime/compose-header';
export type { AttachmentContent, MessageContent, MessageFields } from './mime/compose-mime';
export { copyHeader, copyId } from './mime/blind-copy';
export { addressedOnlyTo } from './mime/header-protection-write';
export type { HeaderPolicy } from './mime/header-protection-policy';
export { bodyOctets, decodedBody, entityOctets, isMessage, looksLikeMessage, parseEntity } from './mime/entity';
export type { Entity, EntityDefect, ParameterizedValue } from './mime/entity';
export { decodeEncodedWords, encodeUnstructured } from './mime/header';
export type { Header, HeaderField } from './mime/header';
export { attachmentsOf, inlineParts, shownHtml, shownText } from './mime/shown-text';
export { certificationRequestFacts } from './pkix/certification-request';
export type { CertificationRequestFacts } from './pkix/certification-request';
export { revocationListFacts } from './pkix/revocation-list';
export type { RevocationListFacts } from './pkix/revocation-list';
export { EXPORT_TARGETS, flavourFor } from './pkcs12/export-targets';
export type { Evidence, ExportTarget, ExportTargetFacts, PfxFlavour } from './pkcs12/export-targets';
export { encodePfx, looksLikePfx, openPfx } from './pkcs12/pfx';
export type { PfxContents, PfxIdentity } from './pkcs12/pfx';
export { decodePrivateKey, looksLikePrivateKey, proveKeyPair } from './pkcs12/private-key';
export { isSignedProfile, looksLikeProfile } from './pkcs12/profile';
export { findCertificates, parseCertificate, parseCertificates } from './pkix/certificate';
export type { Certificate, KeyAlgorithm, KeyUsage, Name } from './pkix/certificate';
export { certificateFacts, purposeName } from './pkix/certificate-facts';
export { certificateFingerprint, keyFingerprint } from './pkix/certificate-fingerprint';
export type { CertificateFacts } from './pkix/certificate-facts';
export { comparableAddress } from './base/comparable-address';
export { matchAddress } from './pkix/email-binding';
export type { Pin } from './pkix/pin';
export { validateCheckedPath } from './pkix/checked-path';
export type { CheckedPath } from './pkix/checked-path';
export { checkRevocation } from './pkix/revocation';
export type { RevocationData, RevocationItem, RevocationVerdict, StatusRequest } from './pkix/revocation';
export { ocspRequest, revocationLocations } from './pkix/authority-information';
export type { RevocationLocations } from './pkix/authority-information';
export { validatePath } from './pkix/path-validation';
export type { PathRequest, PathVerdict, ValidatedPath } from './pkix/path-validation';
export type { PolicyInputs } from './pkix/policy-graph';
export { importSigningKey } from './pkix/signing-key';
export type { SigningKey } from './pkix/signing-key';
export { publicAnchorList, publicAnchors } from './pkix/public-anchors';
export type { PublicAnchorFacts, PublicAnchorList } from './pkix/public-anchors';
export type { AnchorIndex, TrustAnchor } from './pkix/trust-anchor';
export { usableFor } from './pkix/usable-for';
export type { MailPurpose } from './pkix/usable-for';
export type { AttachmentView, BodyPart, InlineImage, MessageBody } from './smime/message-body';
export type { FieldProtection, HeaderProtection, ProtectedField } from './smime/header-protection';
export type { ErrantPart, OpenContext, OpenedMessage, RevocationContext } from './smime/open-context';
export type { Addressed } from './smime/addressed';
export { isSameDomain } from './smime/message-notes';
export { openCms, openOctets } from './smime/open-message';
export { protectEntity } from './smime/protect-message';
export type { ProtectOptions } from './smime/protect-message';
export type { Reader } from './smime/readers';
export { viewMessage } from './smime/viewed-message';
export type { ViewedErrantPart, ViewedMessage } from './smime/viewed-message';
export {
  continuityText,
  encryptionText,
  errorText,
  nextStepText,
  protectionText,
  reasonText,
  refusalText,
  sentenceOf,
  signerText,
  statementOf,
} from './strings';
export { nextStep } from './verdict/next-step';
export type { NextStep } from './verdict/next-step';
export type { Locale } from './strings';
export type { Reason, ReasonCode } from './verdict/reason';
export type { RevocationRule } from './verdict/signature-verdict';
export type * from './verdict/verdict';
export type { Continuity, ContinuityKind, EarlierSigner, SenderRecord } from './verdict/continuity';
export { dateReason, isPublishable } from './journeys/choose-certificates';
export type { OwnIdentity, PassedOver, Publishing } from './journeys/choose-certificates';
export type { RecipientChoice, RecipientRules } from './journeys/choose-recipient';
export {
  certificateFile,
  exportIdentity,
  generateAccountKey,
  installAnswer,
  makeTestIdentity,
  requestCertificate,
  waitingRequests,
} from './journeys/begin-getting';
export type { ExportedIdentity } from './journeys/export-identity';
export type { CertificateFile, CertificateFormat } from './journeys/certificate-file';
export type { AnswerOptions, AnswerPorts, InstalledAnswer } from './journeys/install-answer';
export type { CertificateOrder, WaitingRequest } from './journeys/request-certificate';
export { GENERATED_KEY_KINDS } from './pkix/key-kinds';
export type { GeneratedKeyKind } from './pkix/key-kinds';
export type { CertificateUse } from './pkix/mail-extensions';
export type { SubjectFields } from './pkix/name-encoding';
export { isTestCertificate } from './pkix/test-certificate';
export {
  discardPreview,
  identityTrust,
  importIdentities,
  previewIdentities,
  renewalReminders,
  selfTest,
} from './journeys/begin-import';
export type { IdentityTrust } from './journeys/identity-trust';
export type { DismissedReminders, RenewalReminder } from './journeys/renewal-reminders';
export type { IdentityProblem } from './journeys/identity-problems';
export type { IdentityPreview } from './journeys/identity-preview';
export type { ImportPreview } from './journeys/import-identity';
export type { IdentityFormat } from './pkcs12/identity-files';
export type { AlgorithmRules } from './journeys/choose-algorithms';
export { composeKeyStores } from './journeys/composed-key-store';
export { restoreDraft } from './journeys/begin-draft';
export { DRAFT_FIELD, markedDraft } from './journeys/draft-mark';
export type { DraftWish } from './journeys/draft-mark';
export { openMessage } from './journeys/open-message';
export { decryptPermanently } from './journeys/begin-decrypt';
export type { PermanentCopy } from './journeys/decrypt-permanently';
export type { OpenPorts } from './journeys/open-message';
export { readMessage } from './journeys/read-message';
export type { MessageRead, ReadMessage, ReadPorts } from './journeys/read-message';
export { readable as readableCertificates } from './journeys/trust';
export {
  allowExpired,
  confirmKey,
  correspondentDetails,
  correspondents,
  exportCorrespondent,
  importCertificates,
  keepCertificates,
} from './journeys/begin-correspondents';
export type {
  Correspondent,
  CorrespondentCertificate,
  CorrespondentDetails,
  CorrespondentFormat,
  CorrespondentList,
  CorrespondentPorts,
  CorrespondentRequest,
  ExportCertificate,
} from './journeys/correspondents';
export type { ImportedCertificate, ImportOutcome, ImportReport, ImportRequest } from './journeys/import-certificates';
export type { Batch, KeepPorts, KeptCertificate } from './journeys/keep-certificates';
export { refreshRound } from './journeys/begin-refresh';
export type { Asked, RefreshPorts, RefreshRequest, RefreshRound } from './journeys/refresh-revocation';
export { planLookUp, takeFound } from './journeys/begin-look-up';
export { LOOK_UP_ORDER, LOOK_UP_TIERS } from './journeys/look-up-order';
export type { FoundRequest, LookedUp, LookUpPorts, LookUpQuestion, LookUpRequest } from './journeys/look-up';
export type { LeftOut, SelfTest, SelfTestStep, SelfTestStepName } from './journeys/self-test';
export type { Refusal, RefusalCode } from './journeys/refusal';
export { prepareSend, readiness } from './journeys/begin-send';
export type {
  BlindCopy,
  DraftRequest,
  PreparedMessage,
  PreparedSend,
  Protection,
  Readiness,
  RecipientStatus,
  RecipientTrouble,
  SendPorts,
  SendRequest,
} from './journeys/send-message';
export type { Clock } from './ports/clock';
export type {
  Identity,
  IdentityVault,
  KeyLock,
  KeyOrigin,
  KeyStore,
  NewIdentity,
  UnlockTime,
  VaultState,
  WaitingKey,
  WaitingKeys,
  WaitingPurpose,
} from './ports/key-store';
export type {
  Acceptance,
  AcceptanceGround,
  BrowsableDirectory,
  CertificateDirectory,
  CertificateSource,
  DirectoryAddress,
  DirectoryQuery,
  DirectoryScope,
  KnownCapabilities,
  KnownCertificate,
} from './ports/certificate-directory';
export { withAcceptance } from './journeys/unrecorded-certificates';
export type { UnrecordedCertificate } from './journeys/unrecorded-certificates';
export type { ChangedKey, Learned } from './journeys/learn-correspondent';
export type { SenderHistory } from './ports/sender-history';
export type { SignatureRecord, SignatureRecords } from './ports/signature-records';
export type { TrustStore } from './ports/trust-store';
export type {
  FetchFailure,
  KeptAnswer,
  RevocationAnswer,
  RevocationKind,
  RevocationNetwork,
  RevocationQuestion,
  RevocationStore,
} from './ports/revocation-source';
export type {
  LookUpAnswer,
  LookUpFailure,
  LookUpOutcome,
  LookUpRecord,
  LookUpRecords,
  LookUpSource,
  LookUpSourceName,
} from './ports/look-up-source';
export type { OutgoingTransport, WireMessage } from './ports/outgoing-message';
export type { MessageSource } from './ports/message-source';
export type { Log } from './ports/log';
export { addressKeys, isAddressPattern, isSingleAddress } from './policy/address-pattern';
export type { AddressPattern } from './policy/address-pattern';
export { chooseSnapshot, STRICT_DEFAULT } from './policy/choose-snapshot';
export type { Acquisition, Snapshot, SnapshotChoice, SnapshotReason } from './policy/choose-snapshot';
export { compactPolicy, partialRules } from './policy/compact-policy';
export type { CompactPolicy } from './policy/compact-policy';
export { compilePolicy, NO_POLICY } from './policy/compile-policy';
export type { CompiledPolicy } from './policy/compile-policy';
export type {
  ChangeCode,
  Decision,
  DecisionCode,
  DecisionReason,
  MessagePlan,
  NoteCode,
  PolicyLayer,
  RefusalCode as PolicyRefusalCode,
  Source,
  Step,
} from './policy/decision';
export { policySchema, POLICY_VERSION } from './policy/document';
export type { Condition, Contact, LocalText, PolicyDocument, Rule } from './policy/document';
export { evaluate } from './policy/evaluate';
export type { Facts, MessageChoices, Question, RecipientFacts, SignerFacts, Unknown } from './policy/facts';
export type { FaultCode, PolicyFault } from './policy/fault';
export { LayeredSettings, roomFor } from './policy/layered';
export { judgeCompact } from './policy/judge-compact';
export type { CompactFacts, CompactJudgement, CompactUser } from './policy/judge-compact';
export type { EffectiveSetting } from './policy/layered';
export { UNASKED } from './policy/levels';
export { parsePolicy } from './policy/parse-policy';
export type { PolicyReading } from './policy/parse-policy';
export {
  authorTexts,
  explainedText,
  faultText,
  localText,
  outcomeText,
  policyReasonText,
  notActedOnText,
  snapshotText,
  sourceText,
  stepText,
} from './policy/policy-strings';
export type { Permission } from './policy/setting';
export { notActedOn } from './policy/not-acted-on';
export type { NotActedOn } from './policy/not-acted-on';
export { ACCOUNT_SETTINGS, SETTING_NAMES, SETTINGS } from './policy/settings';
export type { AccountSetting, MessageSetting, SettingName, SettingValues } from './policy/settings';
export { EMPTY_USER_LAYER, parseUserLayer } from './policy/user-layer';
export type { Exception, UserLayer, UserLayerReading } from './policy/user-layer';
