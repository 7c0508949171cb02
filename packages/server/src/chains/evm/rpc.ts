// https://www.jsonrpc.org/specification
import { z } from 'zod';
import type { Hex } from 'viem';
import { HttpStatusError } from '../endpoints/failures.ts';
import type { Link } from '../endpoints/family.ts';
import { invalidAnswerOf, unreachableAt, type Origin } from '../errors.ts';
import type { NodeError } from './errors.ts';
import type { Question } from './questions.ts';

/** A result, or what the node said instead. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: NodeError };

type Values<Questions> = {
  -readonly [I in keyof Questions]: Questions[I] extends Question<infer T> ? T : never;
};
type Answers<Questions> = {
  -readonly [I in keyof Questions]: Questions[I] extends Question<infer T> ? Answer<T> : never;
};

/** Asks one endpoint; the questions of a call travel together. */
export interface Rpc {
  /** For questions a node may refuse: a call that reverts, bytes it does not take. */
  tryAsk<const Q extends readonly Question<unknown>[]>(...questions: Q): Promise<Answers<Q>>;
  /** For questions that every node answers. @throws {AppError} BLOCKCHAIN_INVALID_ANSWER if it does not */
  ask<const Q extends readonly Question<unknown>[]>(...questions: Q): Promise<Values<Q>>;
}

const rateLimitedCode = -32_005;

const errorShape = z.object({
  code: z.number(),
  message: z.string().catch(''),
  data: z.unknown().optional(),
});
const responseShape = z.object({
  id: z.union([z.number(), z.string(), z.null()]).optional(),
  result: z.unknown().optional(),
  error: errorShape.optional(),
});
type RpcResponse = z.output<typeof responseShape>;

/** Asks the node behind a link. */
export function createRpc({ origin, send }: Link): Rpc {
  // Some providers take no batches; learnt from the first refusal.
  let takesBatches = true;

  async function post(payload: object): Promise<{ status: number; body: unknown }> {
    const { status, text } = await send({ body: JSON.stringify(payload) });
    const body = findJson(text);
    if (body === undefined) {
      throw invalidAnswerOf(origin, `it is not JSON (HTTP ${status})`);
    }
    return { status, body };
  }

  async function askOne<T>(question: Question<T>): Promise<Answer<T>> {
    const { status, body } = await post(requestOf(question, 0));
    const response = responseShape.safeParse(body);
    if (!response.success) {
      throw invalidAnswerOf(origin, `it is not JSON-RPC (HTTP ${status})`, response.error);
    }
    return readAnswer(origin, question, response.data);
  }

  async function askTogether(
    questions: readonly Question<unknown>[],
  ): Promise<Answer<unknown>[] | undefined> {
    const { status, body } = await post(questions.map(requestOf));
    if (!Array.isArray(body)) {
      // One object for many questions: either a refusal of batches or no JSON-RPC at all.
      if (responseShape.safeParse(body).data?.error !== undefined) return undefined;
      throw invalidAnswerOf(origin, `it is not JSON-RPC (HTTP ${status})`);
    }
    const responses = z.array(responseShape).safeParse(body);
    if (!responses.success) {
      throw invalidAnswerOf(origin, 'it is not JSON-RPC', responses.error);
    }
    // The answers of a batch come in any order.
    const byId = new Map(responses.data.map((response) => [response.id, response]));
    return questions.map((question, index) => {
      const response = byId.get(index);
      if (response === undefined) {
        throw invalidAnswerOf(origin, `it leaves ${question.method} unanswered`);
      }
      return readAnswer(origin, question, response);
    });
  }

  async function answersTo(questions: readonly Question<unknown>[]): Promise<Answer<unknown>[]> {
    if (questions.length > 1 && takesBatches) {
      const answers = await askTogether(questions);
      if (answers !== undefined) return answers;
      takesBatches = false;
    }
    return Promise.all(questions.map(askOne));
  }

  return {
    async tryAsk<const Q extends readonly Question<unknown>[]>(...questions: Q) {
      return (await answersTo(questions)) as Answers<Q>;
    },
    async ask<const Q extends readonly Question<unknown>[]>(...questions: Q) {
      const answers = await answersTo(questions);
      return answers.map((answer, index) => {
        if (answer.ok) return answer.value;
        const method = questions[index]?.method;
        throw invalidAnswerOf(origin, `${method} is refused with "${answer.error.message}"`);
      }) as Values<Q>;
    },
  };
}

function requestOf({ method, params }: Question<unknown>, id: number): object {
  return { jsonrpc: '2.0', id, method, params };
}

function readAnswer<T>(origin: Origin, question: Question<T>, response: RpcResponse): Answer<T> {
  if (response.error !== undefined) {
    const { code, message, data } = response.error;
    if (code === rateLimitedCode)
      throw unreachableAt(origin, 'it limits our rate', new HttpStatusError(429));
    return {
      ok: false,
      error: { code, message: message.slice(0, 500), data: findRevertData(data) },
    };
  }
  // An absent result is not null: the node said nothing.
  const result = question.result.safeParse(response.result);
  if (!result.success) {
    throw invalidAnswerOf(
      origin,
      `${question.method} has a result of the wrong shape`,
      result.error,
    );
  }
  return { ok: true, value: result.data };
}

// Nodes put revert data into `data` itself or one or two objects deeper.
function findRevertData(data: unknown, depth = 0): Hex | null {
  if (typeof data === 'string') return /^0x(?:[0-9a-f]{2})*$/i.test(data) ? (data as Hex) : null;
  if (typeof data !== 'object' || data === null || depth > 1) return null;
  return 'data' in data ? findRevertData(data.data, depth + 1) : null;
}

function findJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
