import { once } from 'node:events';
import { createServer } from 'node:net';

/** The port itself when nobody listens there, otherwise 0: any free one. */
export async function findPort(preferred: number): Promise<number> {
  const server = createServer().listen(preferred, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return 0;
  }
  server.close();
  await once(server, 'close');
  return preferred;
}
