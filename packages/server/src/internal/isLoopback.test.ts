import { expect, test } from 'vitest';
import { isLoopback } from './isLoopback.ts';

test.each(['localhost', 'a.localhost', '127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])(
  '%s is this machine',
  (host) => expect(isLoopback(host)).toBe(true),
);

test.each(['0.0.0.0', '::', '10.0.0.1', '::ffff:10.0.0.1', '127.example', 'localhost.example', ''])(
  '"%s" is not',
  (host) => expect(isLoopback(host)).toBe(false),
);
