import type { Examples } from '../example.ts';

const choices = 'b end; one: pushint 1; b end; two: pushint 2; end:';

export const flowExamples: Examples = {
  err: {
    gives: [['pushint 1; bnz over; err; over: pushint 3', 3n]],
    fails: [['err', 'err opcode executed']],
  },
  bnz: {
    gives: [
      ['pushint 1; bnz over; pushint 5; over: pushint 3', 3n],
      ['pushint 0; bnz over; pushint 5; over: pushint 3', 5n, 3n],
      // Backwards, until nothing is left.
      ['pushint 3; again: pushint 1; -; dup; bnz again', 0n],
    ],
  },
  bz: {
    gives: [
      ['pushint 0; bz over; pushint 5; over: pushint 3', 3n],
      ['pushint 1; bz over; pushint 5; over: pushint 3', 5n, 3n],
    ],
  },
  b: {
    gives: [['b over; pushint 5; over: pushint 3', 3n]],
    fails: [
      ['again: b again', 'dynamic cost budget exceeded, executing b: local program cost was 1390'],
      ['b end; end:', 'stack len is 0 instead of 1'],
    ],
  },
  return: {
    gives: [['pushint 5; pushbytes "told"; log; pushint 1; return; err', Buffer.from('told')]],
    fails: [
      ['pushint 0; return', 'rejected'],
      ['pushint 1; pushint 0; return', 'rejected'],
    ],
  },
  assert: {
    gives: [['pushint 9; assert']],
    fails: [['pushint 0; assert', 'assert failed pc=3']],
  },
  switch: {
    gives: [
      [`pushint 0; switch one two; ${choices}`, 1n],
      [`pushint 1; switch one two; ${choices}`, 2n],
      [`pushint 9; pushint 2; switch one two; ${choices}`, 9n],
      [`pushint 9; pushint 18446744073709551615; switch one two; ${choices}`, 9n],
      ['pushint 9; pushint 0; switch', 9n],
    ],
  },
  match: {
    gives: [
      [`pushints 10 20 10; match one two; ${choices}`, 1n],
      [`pushbytess "a" "b" "b"; match one two; ${choices}`, 2n],
      [`pushint 7; pushints 10 20 30; match one two; ${choices}`, 7n],
      // Types that differ do not match, and are no mistake.
      [`pushint 7; pushint 1; pushbytes "a"; pushint 2; match one two; ${choices}`, 7n],
      ['pushint 7; pushint 1; match', 7n],
    ],
    fails: [
      [
        `pushints 10 20; match one two; ${choices}`,
        'match expects 3 stack args while stack only contains 2',
      ],
    ],
  },
};

const subroutine = (body: string) => `callsub sub; b end; sub: ${body}; retsub; end:`;

export const subroutinesExamples: Examples = {
  callsub: {
    gives: [
      [`pushint 1; ${subroutine('pushint 2')}`, 1n, 2n],
      // A subroutine that calls itself: 4 + 3 + 2 + 1.
      [
        'pushint 4; callsub sum; b end; sum: proto 1 1; frame_dig -1; bz none; ' +
          'frame_dig -1; frame_dig -1; pushint 1; -; callsub sum; +; retsub; none: pushint 0; retsub; end:',
        10n,
      ],
    ],
  },
  retsub: {
    gives: [
      [`pushints 1 2; ${subroutine('proto 2 1; pushints 7 8 9')}`, 7n],
      [`pushints 1 2; ${subroutine('proto 1 0')}`, 1n],
      [`pushints 1 2; ${subroutine('proto 1 2; pushints 5 6')}`, 1n, 5n, 6n],
    ],
    fails: [
      ['retsub', 'retsub with empty callstack'],
      [subroutine('proto 0 2'), 'retsub executed with no return values on stack. proto declared 2'],
      [
        subroutine('proto 0 2; pushint 1'),
        'retsub executed with 1 return values on stack. proto declared 2',
      ],
      [
        `pushint 1; ${subroutine('proto 1 1; pop')}`,
        'retsub executed with stack below frame. Did you pop args?',
      ],
    ],
  },
  proto: {
    gives: [[`pushint 1; ${subroutine('proto 1 1; frame_dig -1; pushint 1; +')}`, 2n]],
    fails: [
      ['proto 0 0', 'proto was executed without a callsub'],
      [subroutine('proto 0 0; proto 0 0'), 'proto was executed without a callsub'],
      [
        `pushint 1; ${subroutine('proto 2 0')}`,
        'callsub to proto that requires 2 args with stack height 1',
      ],
    ],
  },
  frame_dig: {
    gives: [
      [`pushints 5 6; ${subroutine('proto 2 1; pushint 7; frame_dig -2')}`, 7n],
      [`pushints 5 6; ${subroutine('proto 2 2; frame_dig -2; frame_dig 0')}`, 5n, 5n],
      // Without a proto the frame reaches as far as the stack.
      [`pushints 5 6; ${subroutine('frame_dig -2')}`, 5n, 6n, 5n],
    ],
    fails: [
      ['frame_dig 0', 'frame_dig with empty callstack'],
      [`pushints 5 6; ${subroutine('proto 1 1; frame_dig -2')}`, 'frame_dig -2 in sub with 1 args'],
      [subroutine('proto 0 1; frame_dig 0'), 'frame_dig above stack'],
      [subroutine('frame_dig -1'), 'frame_dig below stack'],
    ],
  },
  frame_bury: {
    gives: [
      [`pushints 5 6; ${subroutine('proto 2 1; pushint 7; pushint 8; frame_bury 0')}`, 8n],
      [`pushints 5 6; ${subroutine('pushint 9; frame_bury -1')}`, 5n, 9n],
    ],
    fails: [
      ['pushint 1; frame_bury 0', 'frame_bury with empty callstack'],
      [
        `pushints 5 6; ${subroutine('proto 1 1; pushint 1; frame_bury -2')}`,
        'frame_bury -2 in sub with 1 args',
      ],
      [subroutine('proto 0 1; pushint 1; frame_bury 0'), 'frame_bury above stack'],
      [subroutine('pushint 1; frame_bury -1'), 'frame_bury below stack'],
    ],
  },
};
