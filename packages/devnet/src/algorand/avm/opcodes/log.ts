import { consensus } from '../../params.ts';
import { AvmError } from '../avmError.ts';
import { popBytes } from '../machine.ts';
import type { Opcode } from '../opcode.ts';

const protocolLimits = { calls: consensus.maxLogCalls, bytes: consensus.maxLogBytes };

export const log: readonly Opcode[] = [
  {
    code: 0xb0,
    name: 'log',
    since: 5,
    stack: '[]byte ->',
    run(machine) {
      const { calls, bytes } = machine.environment.logLimits ?? protocolLimits;
      if (machine.logs.length >= calls) {
        throw new AvmError(`too many log calls in program. up to ${calls} is allowed`);
      }
      const message = popBytes(machine);
      machine.logBytes += message.length;
      if (machine.logBytes > bytes) {
        throw new AvmError(
          `program logs too large. ${machine.logBytes} bytes >  ${bytes} bytes limit`,
        );
      }
      machine.logs.push(message);
    },
  },
];
