import { Resolver } from 'node:dns/promises';

/** Finds the addresses of a host name; none when it has none or nobody answers. Never rejects. */
export type ResolveHost = (name: string) => Promise<readonly string[]>;

/**
 * Asks the name servers directly.
 *
 * The system's own look-up would block one of the few threads that the whole process shares, for as long as a stranger's
 * name server likes; and it would also answer from the machine's host table and search domains, which name what is inside.
 */
export function createResolveHost({ timeoutMs = 2_000, tries = 2 } = {}): ResolveHost {
  const resolver = new Resolver({ timeout: timeoutMs, tries });
  return async (name) => {
    // Reserved for loopback by RFC 6761, section 6.3; name servers need not know it.
    if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1'];
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}
