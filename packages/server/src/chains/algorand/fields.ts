import { invalidAnswer } from '../errors.ts';
import type { AlgodObject } from './algodRest.ts';

/** Reads typed members of a node's answer; what has another type is no valid answer. */
export function readerOf(networkId: string, answer: AlgodObject) {
  function refuse(name: string, expected: string): never {
    throw invalidAnswer(networkId, `"${name}" should be ${expected}`);
  }
  return {
    integer(name: string): bigint {
      const value = answer[name];
      return typeof value === 'bigint' ? value : refuse(name, 'a whole number');
    },
    optionalInteger(name: string): bigint | null {
      const value = answer[name];
      if (value === undefined) return null;
      return typeof value === 'bigint' ? value : refuse(name, 'a whole number');
    },
    text(name: string): string {
      const value = answer[name];
      return typeof value === 'string' ? value : refuse(name, 'a text');
    },
    optionalText(name: string): string | null {
      const value = answer[name];
      if (value === undefined || value === '') return null;
      return typeof value === 'string' ? value : refuse(name, 'a text');
    },
    object(name: string): AlgodObject {
      const value = answer[name];
      return typeof value === 'object' && value !== null
        ? (value as AlgodObject)
        : refuse(name, 'an object');
    },
    /** None where the node leaves the list out. */
    objects(name: string): AlgodObject[] {
      const value = answer[name] ?? [];
      if (!Array.isArray(value) || value.some((item) => typeof item !== 'object' || item === null))
        return refuse(name, 'a list of objects');
      return value as AlgodObject[];
    },
    boolean(name: string): boolean {
      const value = answer[name] ?? false;
      return typeof value === 'boolean' ? value : refuse(name, 'true or false');
    },
    texts(name: string): string[] {
      const value = answer[name];
      if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
        return refuse(name, 'a list of texts');
      return value as string[];
    },
  };
}
