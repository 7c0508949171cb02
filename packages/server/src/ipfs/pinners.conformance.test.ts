import { Secret } from '../internal/secret.ts';
import { createIds } from '../runtime/createIds.ts';
import { systemClock } from '../runtime/systemClock.ts';
import { createSqliteFixture } from '../store/sqlite/fixture.ts';
import { addressContent } from './addressContent.ts';
import { describePinner } from './conformance.ts';
import { createEmbeddedPinner } from './embeddedPinner.ts';
import { createKuboPinner } from './kuboPinner.ts';
import { createPinningService } from './pinningService.ts';
import { startKubo } from './testing/startKubo.ts';
import { startPinningService } from './testing/startPinningService.ts';

const nobody = 'http://127.0.0.1:9';
const token = new Secret('public-test-token');

describePinner({
  name: 'embedded',
  async create() {
    const fixture = await createSqliteFixture();
    const { store } = fixture;
    const ids = createIds({ clock: systemClock });
    return {
      pinner: createEmbeddedPinner({ store, clock: systemClock, ids, addressContent }),
      [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
    };
  },
});

const rpcUrl = process.env['IPFS_RPC_URL'];
if (rpcUrl === undefined)
  console.log(
    'IPFS_RPC_URL is not set: no real Kubo was asked, but a local server that speaks its RPC',
  );
else console.log(`Kubo: the node of IPFS_RPC_URL`);

describePinner({
  name: rpcUrl === undefined ? 'Kubo RPC (local server)' : 'Kubo (real)',
  async create() {
    const unreachable = createKuboPinner({ url: nobody, authorization: null });
    if (rpcUrl !== undefined)
      return {
        pinner: createKuboPinner({ url: rpcUrl, authorization: null }),
        unreachable,
        async [Symbol.asyncDispose]() {},
      };
    const node = await startKubo({ authorization: 'Bearer public-test-token' });
    return {
      pinner: createKuboPinner({
        url: node.url,
        authorization: new Secret('Bearer public-test-token'),
      }),
      unreachable,
      stranger: createKuboPinner({ url: node.url, authorization: null }),
      [Symbol.asyncDispose]: () => node[Symbol.asyncDispose](),
    };
  },
});

describePinner({
  name: 'pinning service (local server that speaks the API)',
  async create() {
    const service = await startPinningService();
    const options = { url: service.url, gatewayUrl: service.url, pollMs: 1 };
    return {
      pinner: createPinningService({ ...options, token }),
      unreachable: createPinningService({ ...options, url: nobody, token }),
      stranger: createPinningService({ ...options, token: new Secret('guessed') }),
      async provide(content) {
        service.network.set(content.cid, content);
      },
      [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
    };
  },
});
