/** A compiled Algorand app, with all that a creation transaction and its callers need. */
export type AvmContract = {
  readonly name: string;
  readonly arc56: Arc56;
  /** Approval program, base64. */
  readonly approval: string;
  /** Clear state program, base64. */
  readonly clear: string;
  /** What the creation must ask for beyond the first 2,048 bytes of program. */
  readonly extraPages: number;
  readonly globalSchema: AvmSchema;
  readonly localSchema: AvmSchema;
  /** ARC-4 signatures by name: `create(byte[],…)void`. */
  readonly methods: Readonly<Record<string, string>>;
};

export type AvmSchema = { readonly ints: number; readonly bytes: number };

/** The parts of an ARC-56 app specification that our tools read; the artifact is complete. */
export type Arc56 = {
  name: string;
  desc: string;
  arcs: number[];
  structs: object;
  networks: object;
  templateVariables: object;
  methods: Arc56Method[];
  events: { name: string; args: { type: string; name: string }[] }[];
  state: { schema: { global: AvmSchema; local: AvmSchema }; keys: object; maps: object };
  bareActions: { create: string[]; call: string[] };
  /** Which failure message belongs to which program counters. */
  sourceInfo: {
    approval: { sourceInfo: Arc56SourceInfo[]; pcOffsetMethod: string };
    clear: { sourceInfo: Arc56SourceInfo[]; pcOffsetMethod: string };
  };
  byteCode: { approval: string; clear: string };
  compilerInfo: {
    compiler: string;
    compilerVersion: { major: number; minor: number; patch: number };
  };
};

export type Arc56Method = {
  name: string;
  desc?: string;
  args: { type: string; name: string; desc?: string; struct?: string }[];
  returns: { type: string; desc?: string; struct?: string };
  actions: { create: string[]; call: string[] };
  readonly: boolean;
  events: { name: string; args: { type: string; name: string; struct?: string }[] }[];
  recommendations: object;
};

export type Arc56SourceInfo = { pc: number[]; errorMessage?: string };
