import type { Secret } from '../internal/secret.ts';
import type { Pinner } from '../ports/ipfs.ts';
import { createEmbeddedPinner } from './embeddedPinner.ts';
import { createKuboPinner, type KuboEndpoint } from './kuboPinner.ts';
import { createPinningService } from './pinningService.ts';

/** Who holds the files of tokens, beside the embedded store. */
export interface IpfsSettings {
  readonly kubo: KuboEndpoint | null;
  readonly services: readonly { readonly url: string; readonly token: Secret<string> }[];
  /** Multiaddresses from which services can fetch, beside those of the node. */
  readonly origins: readonly string[];
  readonly gatewayUrl: string | undefined;
  /** Time for each call to a pinner, in ms. */
  readonly timeoutMs: number;
}

/** The pinners of the settings, in the order they are asked: services fetch from the node before them. */
export function createPinners(
  { kubo, services, origins, gatewayUrl }: IpfsSettings,
  deps: Parameters<typeof createEmbeddedPinner>[0],
): Pinner[] {
  const node = kubo === null ? undefined : createKuboPinner(kubo);
  return [
    createEmbeddedPinner(deps),
    ...(node === undefined ? [] : [node]),
    ...services.map((service) =>
      createPinningService({
        ...service,
        ...(node === undefined ? {} : { provider: node }),
        origins,
        gatewayUrl,
      }),
    ),
  ];
}
