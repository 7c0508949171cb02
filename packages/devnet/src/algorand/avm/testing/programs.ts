/** Programs by their bytes: what is refused before anything runs, with algod's sentence, and what is not. */

export type RefusedProgram = {
  readonly why: string;
  readonly hex: string;
  readonly sentence: string;
  /** A refusal of this node that algod does not share. */
  readonly oursOnly?: true;
};

const maxVaruint = 'ffffffffffffffffff01';

export const refusedPrograms: readonly RefusedProgram[] = [
  { why: 'nothing', hex: '', sentence: 'invalid program (empty)' },
  { why: 'a version that does not end', hex: '80', sentence: 'invalid version' },
  {
    why: 'a version before applications',
    hex: '018101',
    sentence: 'program version must be >= 2 for this transaction group, but have version 1',
  },
  {
    why: 'a version that this node does not run',
    hex: '0d8101',
    sentence: 'program version 13 is not supported by the devnet',
    oursOnly: true,
  },
  {
    why: 'a version that is not in the protocol',
    hex: '0e8101',
    sentence: 'program version 14 greater than protocol supported version 13',
  },
  {
    why: 'a version that no one knows',
    hex: '0f8101',
    sentence: 'program version 15 greater than max supported version 14',
  },
  { why: 'a code that is no opcode', hex: '0cff', sentence: 'pc=  1 illegal opcode 0xff' },
  { why: 'an opcode of a later version', hex: '068d00', sentence: 'pc=  1 illegal opcode 0x8d' },
  {
    why: 'an opcode that this node does not run',
    hex: '0c8101b1',
    sentence: 'pc=  3 opcode itxn_begin is not supported by the devnet',
    oursOnly: true,
  },
  {
    why: 'an opcode of logic signatures',
    hex: '0c2d',
    sentence: 'pc=  1 arg_0 not allowed in current mode',
  },
  {
    why: 'an opcode without its immediate',
    hex: '0c31',
    sentence: 'pc=  1 program ends without immediate value(s)',
  },
  {
    why: 'a jump without its offset',
    hex: '0c4200',
    sentence: 'pc=  1 program ends without immediate value(s)',
  },
  {
    why: 'a jump beyond the end',
    hex: '0c420001',
    sentence: 'pc=  1 branch target 5 outside of program',
  },
  {
    why: 'a jump before the beginning',
    hex: '0c42fff0',
    sentence: 'pc=  1 branch target -12 outside of program',
  },
  {
    why: 'a jump forward into an instruction',
    hex: '0c420001810143',
    sentence: 'pc=  6 branch target 5 is not an aligned instruction',
  },
  {
    why: 'a jump back into an instruction',
    hex: '0c810142fffc',
    sentence: 'pc=  3 back branch target 2 is not an aligned instruction',
  },
  {
    why: 'a jump back in a version that has none',
    hex: '03810142fffb',
    sentence: 'pc=  3 negative branch offset -5',
  },
  {
    why: 'more cost than an old version may have',
    hex: `03${'8101'.repeat(2)}${'01'.repeat(21)}`,
    sentence: 'pc= 25 static cost budget of 700 exceeded',
  },
  {
    why: 'a switch that ends with its opcode',
    hex: '0c8d',
    sentence: 'pc=  1 bare switch opcode at end of program',
  },
  {
    why: 'a match with fewer jumps than it says',
    hex: '0c8e020000',
    sentence: 'pc=  1 match opcode claims to extend beyond program',
  },
  {
    why: 'a switch that jumps beyond the end',
    hex: '0c8d010001',
    sentence: 'pc=  1 branch target 6 outside of program',
  },
  {
    why: 'a number that does not end',
    hex: '0c8180',
    sentence: 'pc=  1 could not decode int at program[2]',
  },
  {
    why: 'a number over a uint64',
    hex: `0c81${maxVaruint.replace(/01$/, '02')}`,
    sentence: 'pc=  1 could not decode int at program[2]',
  },
  {
    why: 'a byte string without a length',
    hex: '0c80',
    sentence: 'pc=  1 could not decode length at program[2]',
  },
  {
    why: 'a byte string shorter than it says',
    hex: '0c800561',
    sentence: 'pc=  1 pushbytes too long at program[3]',
  },
  {
    why: 'an int block without a count',
    hex: '0c20',
    sentence: 'pc=  1 could not decode length of int list at pc=2',
  },
  {
    why: 'an int block with more than fits',
    hex: '0c2009',
    sentence: 'pc=  1 const int list with too many items',
  },
  {
    why: 'an int block shorter than it says',
    hex: '0c200201',
    sentence: 'pc=  1 const int list ran past end of program',
  },
  {
    why: 'an int block with a number that does not end',
    hex: '0c200180',
    sentence: 'pc=  1 could not decode int const[0] at pc=3',
  },
  {
    why: 'a byte block without a count',
    hex: '0c26',
    sentence: 'pc=  1 could not decode length of bytes list at pc=2',
  },
  {
    why: 'a byte block with more than fits',
    hex: '0c2609',
    sentence: 'pc=  1 const bytes list with too many items',
  },
  {
    why: 'a byte block shorter than it says',
    hex: '0c26020161',
    sentence: 'pc=  1 const bytes list ran past end of program',
  },
  {
    why: 'a byte block with a length that does not end',
    hex: '0c260180',
    sentence: 'pc=  1 could not decode []byte const[0] at pc=3',
  },
  {
    why: 'a byte block with a string shorter than it says',
    hex: '0c26010561',
    sentence: 'pc=  1 const bytes list ran past end of program',
  },
];

export const acceptedPrograms = [
  { why: 'the oldest version of applications', hex: '0220010122', version: 2, pcs: [1, 4] },
  { why: 'the newest version', hex: '0c8101', version: 12, pcs: [1] },
  { why: 'no instruction at all', hex: '0c', version: 12, pcs: [] },
  { why: 'a jump to the very end', hex: '0c420000', version: 12, pcs: [1] },
  { why: 'a jump to itself', hex: '0c42fffd', version: 12, pcs: [1] },
  { why: 'the largest number', hex: `0c81${maxVaruint}`, version: 12, pcs: [1] },
  { why: 'an empty string at the end of a byte block', hex: '0c260100', version: 12, pcs: [1] },
] as const;
