/**
 * Every error this system can answer with: its number, HTTP status, and what the caller can do.
 *
 * Numbers are stable and never reused: 1xxx auth, 2xxx token, 3xxx blockchain, 4xxx IPFS, 5xxx subscription,
 * 6xxx compliance, 7xxx webhooks, 8xxx request, 9xxx server. 1009, 1012, 1017 and 1056 belonged to codes that are no
 * more. The pages in `docs/errors` are generated from this table.
 */
export interface ErrorCodeRow {
  /** Stable number, shown beside the code. */
  readonly number: number;
  /** HTTP status of an answer with this code. */
  readonly status: number;
  /** Why it happens, one sentence. */
  readonly cause: string;
  /** What the caller can do, one sentence. */
  readonly remedy: string;
}

export const errorCodes = {
  // 1xxx: authentication and accounts
  INVALID_CREDENTIALS: {
    number: 1001,
    status: 401,
    cause: 'The email is unknown or the password is wrong; the answer does not tell which.',
    remedy: 'Check both and sign in again.',
  },
  USER_ALREADY_EXISTS: {
    number: 1002,
    status: 409,
    cause: 'A user with this email address is registered.',
    remedy: 'Sign in, or reset the password.',
  },
  ACCOUNT_INACTIVE: {
    number: 1003,
    status: 403,
    cause: 'The user was deactivated.',
    remedy: 'Ask whoever runs the server to let you in again.',
  },
  ACCOUNT_LOCKED: {
    number: 1004,
    status: 423,
    cause:
      'Five tries in a row failed, at sign-in or at proving the password again; the next may come 30 minutes later. Unknown emails are locked alike, and sessions that are open go on.',
    remedy: 'Repeat the request after the time in Retry-After, or reset the password.',
  },
  WEAK_PASSWORD: {
    number: 1005,
    status: 400,
    cause: 'The password does not follow the password rules, or is on the list of breached ones.',
    remedy:
      'Use 8 to 1,024 characters with an upper-case and a lower-case letter, a digit and a special character, and no common word with a few digits around it.',
  },
  ACCOUNT_NOT_READY: {
    number: 1006,
    status: 409,
    cause: 'The custody account of the organization is not set up yet.',
    remedy: 'Wait a moment and repeat the request.',
  },
  UNAUTHORIZED: {
    number: 1007,
    status: 401,
    cause:
      'The request carries no access token, or one that is not valid: forged, past its hour, or of a session that has ended. The answer does not tell which.',
    remedy:
      'Refresh the session, or sign in if that is refused, and repeat the request with the new access token.',
  },
  FORBIDDEN: {
    number: 1008,
    status: 403,
    cause: 'The signed-in user may not do this.',
    remedy: 'Ask the owner of the organization for the role that may.',
  },
  INVALID_REFRESH_TOKEN: {
    number: 1010,
    status: 401,
    cause: 'The refresh token is unknown, expired or revoked.',
    remedy: 'Sign in again.',
  },
  REFRESH_TOKEN_REUSED: {
    number: 1011,
    status: 401,
    cause:
      'A refresh token that was already exchanged came again, so every session of its family was ended.',
    remedy: 'Sign in again; change the password if you did not send it twice yourself.',
  },
  REGISTRATION_BUSY: {
    number: 1013,
    status: 429,
    cause:
      'More registrations and imports wait for their accounts to be derived than the server takes at once.',
    remedy: 'Repeat the request after the time in Retry-After.',
  },
  INVALID_MNEMONIC: {
    number: 1014,
    status: 400,
    cause: 'The secret phrase has a wrong number of words, an unknown word or a wrong checksum.',
    remedy: 'Check the words and their order.',
  },
  INVALID_ADDRESS: {
    number: 1015,
    status: 400,
    cause: 'The address is not one of the chain family in question, or its checksum is wrong.',
    remedy: 'Copy the address again.',
  },
  INVALID_SLOT: {
    number: 1016,
    status: 400,
    cause: 'An account slot is not a whole number from 0 to 2147483647.',
    remedy: 'Use a slot in that range; the first account has slot 0.',
  },
  PASSWORD_CONFIRMATION_FAILED: {
    number: 1018,
    status: 403,
    cause: 'An operation that asks for the password once more got another one.',
    remedy: 'Send the password of the signed-in user.',
  },
  INVALID_RESET_TOKEN: {
    number: 1019,
    status: 400,
    cause: 'The token of the reset link was used, has expired, or is not one of this server.',
    remedy: 'Ask for another mail with POST /api/v1/auth/forgot-password.',
  },
  INVALID_VERIFICATION_TOKEN: {
    number: 1020,
    status: 400,
    cause:
      'The token of the confirmation link was used, has expired, or is not one of this server.',
    remedy: 'Sign in and ask for another mail with POST /api/v1/auth/resend-verification.',
  },
  EMAIL_NOT_VERIFIED: {
    number: 1021,
    status: 403,
    cause:
      'Issuing on a network that is not local, inviting, and whatever outlasts the password (exporting or importing an account, making an API key, enrolling a second factor) ask for a confirmed email address, and this one is not.',
    remedy:
      'Confirm the address: open the link in the mail of the registration, or ask for another with POST /api/v1/auth/resend-verification.',
  },
  PASSWORDS_BUSY: {
    number: 1022,
    status: 429,
    cause: 'More passwords wait to be checked or hashed than the server takes at once.',
    remedy: 'Repeat the request after the time in Retry-After; it counts as no failed sign-in.',
  },
  SESSION_NOT_FOUND: {
    number: 1030,
    status: 404,
    cause: 'The user has no live session of this id.',
    remedy: 'List the sessions again.',
  },
  SECOND_FACTOR_REQUIRED: {
    number: 1031,
    status: 401,
    cause: 'The password is right, and the user has a second factor, which was not sent.',
    remedy:
      'Send the same request with the code of the authenticator app as totp, or with a recoveryCode.',
  },
  SECOND_FACTOR_INVALID: {
    number: 1032,
    status: 401,
    cause: 'The code of the second factor is wrong, of another time, or was used before.',
    remedy: 'Wait for the next code of the app; check the clock of its device.',
  },
  CODE_CONFIRMATION_FAILED: {
    number: 1033,
    status: 403,
    cause:
      'An operation that asks for a code of the second factor got a wrong one, or one that was used before.',
    remedy: 'Wait for the next code of the app; check the clock of its device.',
  },
  STEP_UP_REQUIRED: {
    number: 1034,
    status: 403,
    cause: 'A dangerous operation asks for proof of who you are, which is missing.',
    remedy:
      'Send the password, and a code where you have a second factor, in the same request, or POST /api/v1/auth/step-up within five minutes before.',
  },
  SECOND_FACTOR_ALREADY_ENABLED: {
    number: 1035,
    status: 409,
    cause: 'The user has a second factor in force.',
    remedy: 'Disable it first, if it should be replaced.',
  },
  SECOND_FACTOR_NOT_ENABLED: {
    number: 1036,
    status: 409,
    cause: 'The operation needs a second factor, and the user has none in force or waiting.',
    remedy: 'Enrol one with POST /api/v1/auth/second-factor/enrol and confirm it.',
  },
  SECOND_FACTOR_ENROLMENT_REQUIRED: {
    number: 1037,
    status: 403,
    cause:
      'The organization requires a second factor of every member, and the user, or the maker of the API key, has none.',
    remedy:
      'Enrol one with POST /api/v1/auth/second-factor/enrol and confirm it. A key works again once its maker did.',
  },
  API_KEY_INVALID: {
    number: 1040,
    status: 401,
    cause:
      'The API key is mistyped, unknown, revoked or expired, or who made it is no member any more.',
    remedy: 'Copy the key again, or create a new one.',
  },
  API_KEY_SCOPE_MISSING: {
    number: 1041,
    status: 403,
    cause: 'The API key was made for other things than this.',
    remedy: 'Create a key with one of the scopes that the message names.',
  },
  API_KEY_NOT_FOUND: {
    number: 1042,
    status: 404,
    cause: 'No API key of your organization has this id.',
    remedy: 'Check the id in the list of keys.',
  },
  API_KEY_LIMIT: {
    number: 1043,
    status: 409,
    cause: 'The organization has as many live API keys as it may have.',
    remedy: 'Revoke a key that is no longer used.',
  },
  ORGANIZATION_NOT_FOUND: {
    number: 1050,
    status: 404,
    cause: 'You belong to no organization with this id.',
    remedy: 'Use an id from GET /api/v1/organizations.',
  },
  ORGANIZATION_LIMIT: {
    number: 1051,
    status: 409,
    cause: 'The user owns as many organizations as one user may.',
    remedy:
      'Hand one over that you do not need, with POST /api/v1/members/{userId}/transfer-ownership.',
  },
  MEMBER_NOT_FOUND: {
    number: 1052,
    status: 404,
    cause: 'Nobody with this id belongs to your organization.',
    remedy: 'Use an id from GET /api/v1/members.',
  },
  OWNER_REQUIRED: {
    number: 1053,
    status: 409,
    cause:
      'An organization has exactly one owner, who cannot leave, be removed or be given another role.',
    remedy:
      'Hand the organization over first, with POST /api/v1/members/{userId}/transfer-ownership.',
  },
  INVITATION_NOT_FOUND: {
    number: 1054,
    status: 404,
    cause: 'No invitation of your organization that can still be changed has this id.',
    remedy: 'Use the id of a pending one from GET /api/v1/invitations.',
  },
  INVITATION_INVALID: {
    number: 1055,
    status: 400,
    cause:
      'The token of the invitation was used, revoked, replaced or has expired, is for another address, or who sent it may not invite any more.',
    remedy: 'Sign in with the address that the mail came to, or ask for another invitation.',
  },
  MEMBER_ALREADY_EXISTS: {
    number: 1057,
    status: 409,
    cause: 'A user of this address belongs to the organization.',
    remedy: 'Change their role with PATCH /api/v1/members/{userId}.',
  },
  TERMS_NOT_ACCEPTED: {
    number: 1058,
    status: 400,
    cause:
      'Whoever registers has to accept the terms of use in force, and the request names none or others.',
    remedy:
      'Show the terms that GET /api/v1/capabilities tells, and send their version as acceptedTerms once they were accepted.',
  },
  ACCOUNT_NOT_FOUND: {
    number: 1060,
    status: 404,
    cause: 'Your organization has no account of this id.',
    remedy: 'List the accounts with GET /api/v1/account.',
  },
  ACCOUNT_RISK_NOT_ACCEPTED: {
    number: 1061,
    status: 400,
    cause:
      'An ARC-76 account can be guessed from its address; it is brought in only for who says to know that.',
    remedy: 'Read the warning in details, and send acceptRisk: true if you still want it.',
  },
  ACCOUNT_ADDRESS_MISMATCH: {
    number: 1062,
    status: 400,
    cause:
      'Email, password and slot lead to another address than the expected one; nothing was stored.',
    remedy:
      'Send them exactly as the account was made with: spaces, capitals and Unicode forms matter, and slots count from 0.',
  },
  ACCOUNT_ALREADY_HELD: {
    number: 1063,
    status: 409,
    cause: 'Your organization has this account already.',
    remedy: 'Let it issue with POST /api/v1/account/issuing, if it does not.',
  },
  ACCOUNT_LIMIT: {
    number: 1064,
    status: 409,
    cause: 'The organization brought in as many accounts as it may.',
    remedy: 'Use those that are there: GET /api/v1/account lists them.',
  },

  // 2xxx: tokens and deployments
  TOKEN_INVALID_NETWORK: {
    number: 2001,
    status: 400,
    cause: 'The network is unknown.',
    remedy: 'Use an id from GET /api/v1/networks.',
  },
  TOKEN_INVALID_DECIMALS: {
    number: 2002,
    status: 400,
    cause: 'The decimals are not a whole number in the range of the standard.',
    remedy: 'Use 0 to 19 for ASA and ARC-3, 1 to 19 for fractional NFTs, 0 to 18 for the others.',
  },
  TOKEN_INVALID_NAME: {
    number: 2003,
    status: 400,
    cause: 'The name is empty, too long in bytes, or has characters that do not print.',
    remedy: 'Shorten the name: 32 bytes of UTF-8 on Algorand networks, 50 on EVM networks.',
  },
  TOKEN_INVALID_UNIT_NAME: {
    number: 2004,
    status: 400,
    cause: 'The unit name is empty, longer than 8 bytes, or has characters that do not print.',
    remedy: 'Use 1 to 8 bytes of UTF-8.',
  },
  TOKEN_INVALID_SYMBOL: {
    number: 2005,
    status: 400,
    cause: 'The symbol is empty, too long, or has characters that do not print.',
    remedy: 'Use at most 8 bytes for ARC-200 and ARC-1400, 10 for ERC-20.',
  },
  TOKEN_INVALID_SUPPLY: {
    number: 2006,
    status: 400,
    cause:
      'The supply is not a plain decimal number, has more fraction digits than decimals, or is out of range.',
    remedy: 'Send whole tokens as a decimal string, such as "1000000" or "12.5".',
  },
  TOKEN_INVALID_CAP: {
    number: 2007,
    status: 400,
    cause:
      'The cap is not a plain decimal number, is out of range, or is below the initial supply.',
    remedy: 'Send a cap of at least the initial supply.',
  },
  TOKEN_INVALID_URL: {
    number: 2008,
    status: 400,
    cause: 'The URL is longer than 96 bytes or not an absolute URL.',
    remedy: 'Send a shorter absolute URL.',
  },
  TOKEN_INVALID_METADATA_HASH: {
    number: 2009,
    status: 400,
    cause: 'The metadata hash is not the base64 form of exactly 32 bytes.',
    remedy: 'Send the SHA-256 of the metadata, base64-encoded.',
  },
  TOKEN_DEPLOYMENT_FAILED: {
    number: 2010,
    status: 422,
    cause: 'The deployment ended in the state Failed.',
    remedy: 'Read its error and its history, mend the cause, then retry it.',
  },
  TOKEN_INVALID_ADDRESS: {
    number: 2011,
    status: 400,
    cause: 'An address field holds no valid address of the network.',
    remedy:
      'Send an address of that chain family, null for none where allowed, or leave it out for the issuer.',
  },
  TOKEN_NETWORK_UNSUPPORTED: {
    number: 2012,
    status: 400,
    cause: 'The standard does not exist on this network.',
    remedy: "Choose a network of the standard's chain family.",
  },
  TOKEN_NETWORK_UNUSABLE: {
    number: 2013,
    status: 409,
    cause: 'The network is known but this server has no endpoint for it, or it is switched off.',
    remedy: 'Choose a usable network from GET /api/v1/networks.',
  },
  TOKEN_INVALID_METADATA: {
    number: 2014,
    status: 400,
    cause: 'The ARC-3 metadata does not follow the schema of the standard.',
    remedy: 'Compare the metadata with ARC-3.',
  },
  TOKEN_INVALID_MEDIA: {
    number: 2015,
    status: 400,
    cause: 'The media id names no uploaded file, or a file of another kind.',
    remedy: 'Upload the file and use the id in the answer.',
  },
  TOKEN_INVALID_PARTITION: {
    number: 2016,
    status: 400,
    cause: 'The partition name is empty or longer than 32 bytes.',
    remedy: 'Use 1 to 32 bytes of UTF-8.',
  },
  TOKEN_INVALID_DOCUMENT: {
    number: 2017,
    status: 400,
    cause: 'A document has no valid name, URI or SHA-256.',
    remedy: 'Send a name of at most 32 bytes, an absolute URI and 64 hex digits.',
  },
  TOKEN_INVALID_REFERENCE: {
    number: 2018,
    status: 400,
    cause: 'The reference is longer than 100 characters or has characters that do not print.',
    remedy: 'Shorten the reference.',
  },
  TOKEN_TYPE_UNKNOWN: {
    number: 2019,
    status: 404,
    cause: 'The path names no token standard that exists.',
    remedy: 'Use one of the eleven token types in the documentation.',
  },
  TOKEN_TYPE_UNAVAILABLE: {
    number: 2020,
    status: 409,
    cause: 'This server validates the standard but cannot issue it on this network yet.',
    remedy: 'Choose a standard that GET /api/v1/capabilities lists as issuable.',
  },
  DEPLOYMENT_NOT_FOUND: {
    number: 2021,
    status: 404,
    cause: 'No deployment of your organization has this id.',
    remedy: 'Check the id.',
  },
  DEPLOYMENT_NOT_CANCELLABLE: {
    number: 2022,
    status: 409,
    cause: 'A signed transaction of this deployment exists, so it may already be on its way.',
    remedy: 'Wait for the deployment to finish.',
  },
  DEPLOYMENT_NOT_RETRYABLE: {
    number: 2023,
    status: 409,
    cause: 'The deployment is not Failed, or a token of it can still appear on chain.',
    remedy: 'Read the deployment again and act on its current state.',
  },
  INVALID_TRANSITION: {
    number: 2024,
    status: 409,
    cause: "The event does not lead anywhere from the deployment's state.",
    remedy: 'Read the deployment again and act on its current state.',
  },
  DEPLOYMENT_CONFLICT: {
    number: 2025,
    status: 409,
    cause: 'Another change to the deployment came first.',
    remedy: 'Read the deployment again and repeat the request.',
  },

  // 3xxx: blockchain
  BLOCKCHAIN_TRANSACTION_FAILED: {
    number: 3001,
    status: 422,
    cause: 'The network refused the transaction for good, or the contract reverted.',
    remedy: 'Read the decoded reason in the details.',
  },
  INSUFFICIENT_FUNDS: {
    number: 3002,
    status: 402,
    cause: 'The paying account holds less than this issuance costs.',
    remedy: 'Send the missing amount to the address in the details, then retry.',
  },
  BLOCKCHAIN_UNREACHABLE: {
    number: 3003,
    status: 503,
    cause: 'No endpoint of the network answers.',
    remedy: 'Nothing: the server goes on trying by itself.',
  },
  BLOCKCHAIN_WRONG_NETWORK: {
    number: 3004,
    status: 503,
    cause: 'The node belongs to another network than configured, so it is not used.',
    remedy:
      'The operator must correct the endpoint, or start afresh with a new database for a new local chain.',
  },
  BLOCKCHAIN_INVALID_ANSWER: {
    number: 3005,
    status: 502,
    cause: 'The node answered with something that is no valid answer.',
    remedy: 'Nothing: the server asks again, and asks another node where there is one.',
  },
  BLOCKCHAIN_TRANSACTION_EXPIRED: {
    number: 3006,
    status: 422,
    cause: 'The transaction left its validity window without being included.',
    remedy: 'Nothing: a new attempt is signed once the old one can never be included.',
  },
  CHAIN_READBACK_MISMATCH: {
    number: 3007,
    status: 422,
    cause: 'The token on chain differs from what was asked.',
    remedy: 'Compare the fields in the details and contact support.',
  },
  ACCOUNT_KEY_UNAVAILABLE: {
    number: 3008,
    status: 503,
    cause: 'The sealed key of the account could not be opened.',
    remedy: 'The operator must check the key provider.',
  },
  SIGNATURE_REFUSED: {
    number: 3009,
    status: 500,
    cause: 'The signer was asked for a signature that no stored attempt needs.',
    remedy: 'Contact support with the correlation id: nothing was signed.',
  },

  // 4xxx: IPFS
  IPFS_UPLOAD_FAILED: {
    number: 4001,
    status: 502,
    cause: 'The metadata could not be pinned everywhere it must be.',
    remedy: 'Retry the deployment when the pinning service is back.',
  },
  MEDIA_NOT_FOUND: {
    number: 4002,
    status: 404,
    cause: 'The organization has no uploaded file with this id.',
    remedy: 'Upload the file and use the id in the answer.',
  },
  MEDIA_UPLOAD_INVALID: {
    number: 4003,
    status: 400,
    cause: 'The upload is no multipart/form-data with exactly one file in the field "file".',
    remedy: 'Send the file as the only part, in the field "file".',
  },
  MEDIA_TYPE_REFUSED: {
    number: 4004,
    status: 415,
    cause: 'The bytes of the file are of another type than declared, or of one that is not taken.',
    remedy: 'Send an image, audio, video or glTF file, with the type that it has.',
  },
  CONTENT_NOT_FOUND: {
    number: 4005,
    status: 404,
    cause: 'This server keeps no content with this CID.',
    remedy: 'Check the CID, or ask another IPFS gateway.',
  },

  // 5xxx: subscription
  SUBSCRIPTION_LIMIT_EXCEEDED: {
    number: 5001,
    status: 402,
    cause: "The organization's plan allows no more of this.",
    remedy: 'Upgrade the plan or remove what is no longer needed.',
  },

  // 6xxx: compliance
  COMPLIANCE_FAILED: {
    number: 6001,
    status: 422,
    cause: 'A compliance rule does not allow this issuance.',
    remedy: 'Read the failed rules in the details.',
  },

  // 7xxx: webhooks
  WEBHOOK_ENDPOINT_NOT_FOUND: {
    number: 7001,
    status: 404,
    cause: 'No webhook endpoint of your organization has this id.',
    remedy: 'Check the id.',
  },
  WEBHOOK_URL_REFUSED: {
    number: 7002,
    status: 400,
    cause: 'The URL is not https, or its host is or resolves to an address that may not be called.',
    remedy: 'Use an https URL with a public host.',
  },
  WEBHOOK_SIGNATURE_INVALID: {
    number: 7003,
    status: 401,
    cause: 'No signature of the message matches the secret.',
    remedy: 'Verify the exact bytes of the body with the secret of this endpoint.',
  },
  WEBHOOK_TIMESTAMP_INVALID: {
    number: 7004,
    status: 401,
    cause: 'The message is older or newer than the tolerance allows.',
    remedy: 'Check the clock of the receiver.',
  },
  WEBHOOK_SECRET_INVALID: {
    number: 7005,
    status: 400,
    cause: 'The secret is not of the form whsec_ with 24 to 64 bytes of base64.',
    remedy: 'Use the secret exactly as it was shown.',
  },
  WEBHOOK_DELIVERY_NOT_FOUND: {
    number: 7006,
    status: 404,
    cause: 'No delivery of this endpoint has this id.',
    remedy: 'Check the id in the delivery log.',
  },
  WEBHOOK_EVENT_UNKNOWN: {
    number: 7007,
    status: 400,
    cause: 'The list of events names one that does not exist.',
    remedy: 'Use event types from the documentation, or leave the list out for all.',
  },
  WEBHOOK_ENDPOINT_LIMIT: {
    number: 7008,
    status: 409,
    cause: 'The organization has as many webhook endpoints as it may have.',
    remedy: 'Delete an endpoint that is no longer used.',
  },

  // 8xxx: request
  INVALID_REQUEST: {
    number: 8001,
    status: 400,
    cause: 'The request does not have the documented form.',
    remedy: 'Mend the fields listed in the details.',
  },
  MISSING_REQUIRED_FIELD: {
    number: 8002,
    status: 400,
    cause: 'A required field is absent.',
    remedy: 'Send the fields listed in the details.',
  },
  UNKNOWN_FIELD: {
    number: 8003,
    status: 400,
    cause: 'The request has a field that does not exist.',
    remedy: 'Remove or rename the fields listed in the details.',
  },
  INVALID_AMOUNT: {
    number: 8004,
    status: 400,
    cause: 'An amount is not a plain decimal number, or has more fraction digits than allowed.',
    remedy: 'Send a decimal string such as "12.5".',
  },
  IDEMPOTENCY_KEY_INVALID: {
    number: 8005,
    status: 400,
    cause: 'The Idempotency-Key is empty, longer than 255 characters or not printable ASCII.',
    remedy: 'Use a random key such as a UUID.',
  },
  IDEMPOTENCY_KEY_MISMATCH: {
    number: 8006,
    status: 422,
    cause: 'The Idempotency-Key was used before with another body.',
    remedy: 'Use a new key for a new intent.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    number: 8007,
    status: 409,
    cause: 'The first request with this Idempotency-Key is still being worked on.',
    remedy: 'Repeat the request after the time in Retry-After.',
  },
  RATE_LIMIT_EXCEEDED: {
    number: 8008,
    status: 429,
    cause:
      'Too many requests in the last minute, or too many imports of accounts in the last hour.',
    remedy: 'Repeat the request after the time in Retry-After.',
  },
  NOT_FOUND: {
    number: 8009,
    status: 404,
    cause: 'Nothing is at this path.',
    remedy: 'Compare the path with the API description at /openapi.json.',
  },
  METHOD_NOT_ALLOWED: {
    number: 8010,
    status: 405,
    cause: 'The path exists but not with this HTTP method.',
    remedy: 'Use a method listed in the Allow header.',
  },
  PAYLOAD_TOO_LARGE: {
    number: 8011,
    status: 413,
    cause: 'The body is larger than this operation accepts.',
    remedy: 'Send a smaller body.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    number: 8012,
    status: 415,
    cause: 'The body is not JSON.',
    remedy: 'Send JSON with Content-Type: application/json.',
  },
  MALFORMED_JSON: {
    number: 8013,
    status: 400,
    cause: 'The body is not well-formed JSON.',
    remedy: 'Mend the JSON.',
  },
  INVALID_CURSOR: {
    number: 8014,
    status: 400,
    cause: 'The cursor is not one this server gave out.',
    remedy: 'Start again without a cursor.',
  },
  CORRELATION_ID_INVALID: {
    number: 8015,
    status: 400,
    cause:
      'The x-correlation-id is longer than 128 characters or has characters other than letters, digits and ._:-',
    remedy: 'Send a shorter plain id, or none.',
  },
  REQUEST_TIMEOUT: {
    number: 8016,
    status: 408,
    cause: 'The answer did not arrive in time.',
    remedy: 'Repeat the request with the same Idempotency-Key.',
  },

  // 9xxx: server
  INTERNAL_SERVER_ERROR: {
    number: 9001,
    status: 500,
    cause: 'Something failed on the server; nothing was acknowledged that is not stored.',
    remedy: 'Repeat the request with the same Idempotency-Key; give support the correlation id.',
  },
  CONFIGURATION_ERROR: {
    number: 9002,
    status: 500,
    cause: 'The server is set up in a way that cannot work.',
    remedy: 'The operator must mend the settings that the message names.',
  },
  STORE_UNAVAILABLE: {
    number: 9003,
    status: 503,
    cause: 'The database is full, locked or cannot be reached; nothing was stored.',
    remedy: 'Repeat the request with the same Idempotency-Key a little later.',
  },
  SEALED_RECORD_INVALID: {
    number: 9004,
    status: 500,
    cause: 'A sealed record does not open: its bytes or its owner were changed.',
    remedy: 'The operator must restore the record from a backup.',
  },
  SEALED_RECORD_UNSUPPORTED: {
    number: 9005,
    status: 500,
    cause: 'A sealed record has a version or an algorithm that this server does not know.',
    remedy: 'The operator must run a server version that knows it.',
  },
  KEY_PROVIDER_UNAVAILABLE: {
    number: 9006,
    status: 503,
    cause: 'The key provider does not answer or refuses.',
    remedy: 'Repeat the request later; the operator must check the key provider.',
  },
  SHUTTING_DOWN: {
    number: 9007,
    status: 503,
    cause: 'The server is stopping.',
    remedy: 'Repeat the request with the same Idempotency-Key.',
  },
} as const satisfies Record<string, ErrorCodeRow>;

/** The code of an error: stable, in capitals, one page of documentation each. */
export type ErrorCode = keyof typeof errorCodes;

/** All codes, in the order of the table. */
export const allErrorCodes = Object.keys(errorCodes) as ErrorCode[];
