/** The opcodes of AVM 12 that this node does not run; programs with one of them are refused by its name. */
export const unsupported: readonly {
  readonly code: number;
  readonly name: string;
  readonly since: number;
}[] = [
  { code: 0x02, name: 'keccak256', since: 1 },
  { code: 0x04, name: 'ed25519verify', since: 5 },
  { code: 0x05, name: 'ecdsa_verify', since: 5 },
  { code: 0x06, name: 'ecdsa_pk_decompress', since: 5 },
  { code: 0x07, name: 'ecdsa_pk_recover', since: 5 },
  { code: 0x5e, name: 'base64_decode', since: 7 },
  { code: 0x5f, name: 'json_ref', since: 7 },
  { code: 0x74, name: 'voter_params_get', since: 11 },
  { code: 0x75, name: 'online_stake', since: 11 },
  { code: 0x84, name: 'ed25519verify_bare', since: 7 },
  { code: 0x85, name: 'falcon_verify', since: 12 },
  { code: 0xb1, name: 'itxn_begin', since: 5 },
  { code: 0xb2, name: 'itxn_field', since: 5 },
  { code: 0xb3, name: 'itxn_submit', since: 5 },
  { code: 0xb4, name: 'itxn', since: 5 },
  { code: 0xb5, name: 'itxna', since: 5 },
  { code: 0xb6, name: 'itxn_next', since: 6 },
  { code: 0xb7, name: 'gitxn', since: 6 },
  { code: 0xb8, name: 'gitxna', since: 6 },
  { code: 0xc5, name: 'itxnas', since: 6 },
  { code: 0xc6, name: 'gitxnas', since: 6 },
  { code: 0xd0, name: 'vrf_verify', since: 7 },
  { code: 0xe0, name: 'ec_add', since: 10 },
  { code: 0xe1, name: 'ec_scalar_mul', since: 10 },
  { code: 0xe2, name: 'ec_pairing_check', since: 10 },
  { code: 0xe3, name: 'ec_multi_scalar_mul', since: 10 },
  { code: 0xe4, name: 'ec_subgroup_check', since: 10 },
  { code: 0xe5, name: 'ec_map_to', since: 10 },
  { code: 0xe6, name: 'mimc', since: 11 },
];

/** Opcodes of logic signatures: algod itself refuses them in applications. */
export const signatureOnly: typeof unsupported = [
  { code: 0x2c, name: 'arg', since: 1 },
  { code: 0x2d, name: 'arg_0', since: 1 },
  { code: 0x2e, name: 'arg_1', since: 1 },
  { code: 0x2f, name: 'arg_2', since: 1 },
  { code: 0x30, name: 'arg_3', since: 1 },
  { code: 0x04, name: 'ed25519verify', since: 1 },
  { code: 0xc3, name: 'args', since: 5 },
];
