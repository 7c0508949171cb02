import type { Clock } from '../ports/clock.ts';
import type {
  AddressContent,
  ParseCid,
  Pinnable,
  PinFailure,
  Pinner,
  Pins,
} from '../ports/ipfs.ts';
import type { Log } from '../ports/log.ts';
import type { ContentStore } from '../ports/store/index.ts';
import { PinError } from './pinError.ts';
import { toPinnable } from '../services/content/readContent.ts';
import { within } from './within.ts';

export interface PinsDeps {
  /** In the order they are asked: a service fetches from the node before it. */
  readonly pinners: readonly Pinner[];
  readonly store: Pick<
    ContentStore,
    'findContent' | 'readPiece' | 'recordPinAsked' | 'recordPinHeld' | 'listPins'
  >;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly addressContent: AddressContent;
  readonly parseCid: ParseCid;
  /** Time for each call, in ms. */
  readonly timeoutMs: number;
}

/** Makes all pinners hold the same content: recorded before anybody is asked, believed only after a look. */
export function createPins(deps: PinsDeps): Pins {
  const { pinners, store, clock, log, timeoutMs } = deps;

  async function holdAt(pinner: Pinner, content: Pinnable): Promise<void> {
    const { cid } = content;
    const { name } = pinner;
    const isPinned = () => within(timeoutMs, (signal) => pinner.isPinned(cid, signal));
    if (pinner.embedded) {
      // The address was computed from the very bytes that are stored.
      if (await isPinned()) return;
      throw new PinError('it does not hold the content', { mayPass: false });
    }
    const known = (await store.listPins(cid)).some((pin) => pin.pinner === name && pin.heldAt);
    if (known && (await isPinned())) return;
    await store.recordPinAsked({ cid, pinner: name }, clock.now());
    const answered = await within(timeoutMs, (signal) => pinner.pin(content, signal));
    if (deps.parseCid(answered) !== cid) throw lie(`it answered with the CID "${answered}"`);
    if (!(await isPinned())) throw lie('it said that it holds the content, but does not list it');
    const { read } = pinner;
    if (read !== undefined) {
      const found = await within(timeoutMs, (signal) =>
        deps.addressContent(atMost(content.size, read(cid, signal))),
      );
      if (found.cid !== cid) throw lie('it gives other bytes back');
    }
    await store.recordPinHeld({ cid, pinner: name }, clock.now());
  }

  return {
    names: pinners.map(({ name }) => name),

    async isRecorded(cid) {
      const held = (await store.listPins(cid)).filter(({ heldAt }) => heldAt !== null);
      return pinners.every(
        ({ name, embedded }) => embedded || held.some(({ pinner }) => pinner === name),
      );
    },

    async hold(cid) {
      const content = await store.findContent(cid);
      if (content === undefined)
        throw new Error(`Cannot pin "${cid}": it was never recorded as content`);
      for (const pinner of pinners) {
        try {
          await holdAt(pinner, toPinnable(store, content));
        } catch (error) {
          if (!(error instanceof PinError)) throw error;
          log.warn({ cid, pinner: pinner.name, err: error }, 'a pinner does not hold a content');
          return { ok: false, ...failureOf(pinner, cid, error) };
        }
      }
      return { ok: true };
    },

    check: () =>
      Promise.all(
        pinners.map(async (pinner) => {
          try {
            await within(timeoutMs, (signal) => pinner.check(signal));
            return { pinner: pinner.name, problem: null };
          } catch (error) {
            if (!(error instanceof PinError)) throw error;
            return { pinner: pinner.name, problem: error.message };
          }
        }),
      ),
  };
}

function failureOf({ name }: Pinner, cid: string, error: PinError): PinFailure {
  return { pinner: name, cid, reason: error.message, mayPass: error.mayPass };
}

function lie(reason: string): PinError {
  return new PinError(reason, { mayPass: false });
}

/** Whoever gives more bytes back than it got is not listened to for ever. */
async function* atMost(size: number, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const piece of bytes) {
    read += piece.length;
    if (read > size) throw lie('it gives more bytes back than it got');
    yield piece;
  }
}
