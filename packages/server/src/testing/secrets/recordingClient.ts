import { expect } from 'vitest';

export interface RecordedRequest {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The status it should have. @default any of success */
  readonly status?: number;
  /** The answer is there to show a secret, once: it is not kept. @default false */
  readonly reveals?: boolean;
}

/** Asks a server over HTTP, and keeps every answer that should show no secret. */
export interface RecordingClient {
  ask(path: string, request?: RecordedRequest): Promise<any>;
  /** Headers and bodies of all answers. */
  readonly answers: Buffer;
}

export function createRecordingClient(url: () => string): RecordingClient {
  const kept: string[] = [];
  return {
    async ask(path, request = {}) {
      const { method, token, body, text, headers, status, reveals = false } = request;
      const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await fetch(`${url()}${path}`, {
        method: method ?? (sent === undefined ? 'GET' : 'POST'),
        headers: {
          ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(sent === undefined ? {} : { body: sent }),
      });
      const answer = await response.text();
      // A failure names the code only: the answer may be one that reveals.
      const code = /"errorCode":"(\w+)"/.exec(answer)?.[1];
      expect([path, response.status, code]).toEqual([
        path,
        status ?? (response.ok ? response.status : 'success'),
        code,
      ]);
      if (!reveals) kept.push(JSON.stringify([...response.headers]), answer);
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      return isJson ? JSON.parse(answer) : answer;
    },
    get answers() {
      return Buffer.from(kept.join('\n'));
    },
  };
}
