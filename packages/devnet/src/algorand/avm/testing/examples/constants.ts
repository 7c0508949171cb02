import type { Examples } from '../example.ts';

const text = (value: string) => Buffer.from(value);
const ints = 'intcblock 10 11 12 13 14';
const byteStrings = 'bytecblock "a" "b" "c" "d" "e"';

export const constantsExamples: Examples = {
  intcblock: {
    gives: [['intcblock; intcblock 18446744073709551615; intc_0', 0xffff_ffff_ffff_ffffn]],
    fails: [['intcblock 1; intcblock; intc_0', 'intc 0 beyond 0 constants']],
  },
  intc: {
    gives: [[`${ints}; intc 4`, 14n]],
    fails: [[`${ints}; intc 5`, 'intc 5 beyond 5 constants']],
  },
  intc_0: { gives: [[`${ints}; intc_0`, 10n]], fails: [['intc_0', 'intc 0 beyond 0 constants']] },
  intc_1: { gives: [[`${ints}; intc_1`, 11n]] },
  intc_2: { gives: [[`${ints}; intc_2`, 12n]] },
  intc_3: { gives: [[`${ints}; intc_3`, 13n]] },
  bytecblock: {
    gives: [['bytecblock 0x "x"; bytec_0', text('')]],
    fails: [['bytecblock "a"; bytecblock; bytec_0', 'bytec 0 beyond 0 constants']],
  },
  bytec: {
    gives: [[`${byteStrings}; bytec 4`, text('e')]],
    fails: [[`${byteStrings}; bytec 5`, 'bytec 5 beyond 5 constants']],
  },
  bytec_0: {
    gives: [[`${byteStrings}; bytec_0`, text('a')]],
    fails: [['bytec_0', 'bytec 0 beyond 0 constants']],
  },
  bytec_1: { gives: [[`${byteStrings}; bytec_1`, text('b')]] },
  bytec_2: { gives: [[`${byteStrings}; bytec_2`, text('c')]] },
  bytec_3: { gives: [[`${byteStrings}; bytec_3`, text('d')]] },
  pushbytes: { gives: [['pushbytes "text"', text('text')]] },
  pushint: { gives: [['pushint 300', 300n]] },
  pushbytess: { gives: [['pushbytess "a" 0x "c"', text('a'), text(''), text('c')]] },
  pushints: { gives: [['pushints 1 200 3', 1n, 200n, 3n]] },
};
