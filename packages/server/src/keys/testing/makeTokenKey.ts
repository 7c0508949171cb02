import type { Pkcs11 } from '../pkcs11Binding.ts';

/** The calls that only an operator's tool makes, and this test. */
type Pkcs11Admin = Pkcs11 & {
  C_GenerateKey(session: Buffer, mechanism: object, template: readonly object[]): Buffer;
};

const [cka, ckf] = [
  {
    CLASS: 0x0,
    TOKEN: 0x1,
    PRIVATE: 0x2,
    LABEL: 0x3,
    KEY_TYPE: 0x100,
    ID: 0x102,
    SENSITIVE: 0x103,
    ENCRYPT: 0x104,
    DECRYPT: 0x105,
    VALUE_LEN: 0x161,
    EXTRACTABLE: 0x162,
  },
  { SERIAL_SESSION: 0x4, RW_SESSION: 0x2 },
];
const aesKeyGen = 0x1080;

/** Makes an AES key in a token, as `pkcs11-tool --keygen` does. */
export function makeTokenKey(
  pkcs11: Pkcs11,
  {
    token,
    pin,
    key,
    id,
    extractable = false,
  }: {
    readonly token: string;
    readonly pin: string;
    readonly key: string;
    readonly id: number;
    readonly extractable?: boolean;
  },
): void {
  const admin = pkcs11 as Pkcs11Admin;
  const slot = admin
    .C_GetSlotList(true)
    .find((each) => admin.C_GetTokenInfo(each).label.trim() === token);
  if (slot === undefined) throw new Error(`No token "${token}"`);
  const session = admin.C_OpenSession(slot, ckf.SERIAL_SESSION | ckf.RW_SESSION);
  try {
    admin.C_Login(session, 1, pin);
  } catch {
    // Logged in already, by a provider of an earlier test.
  }
  admin.C_GenerateKey(session, { mechanism: aesKeyGen }, [
    { type: cka.CLASS, value: 4 },
    { type: cka.KEY_TYPE, value: 0x1f },
    { type: cka.VALUE_LEN, value: 32 },
    { type: cka.TOKEN, value: true },
    { type: cka.PRIVATE, value: true },
    { type: cka.LABEL, value: key },
    { type: cka.ID, value: Buffer.from([id]) },
    { type: cka.SENSITIVE, value: true },
    { type: cka.EXTRACTABLE, value: extractable },
    { type: cka.ENCRYPT, value: true },
    { type: cka.DECRYPT, value: true },
  ]);
  admin.C_CloseSession(session);
}
