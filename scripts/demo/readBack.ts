import type { Session } from '@biatec-tokens/sdk';
import { ensure } from '../lib/ensure.ts';
import type { Issued } from './issueTokens.ts';
import type { ChainReader } from './readChain.ts';
import { shorten, type Terminal } from '../lib/terminal.ts';
import { describeToken } from './timeline.ts';
import { askedOf, type Fields } from './asked.ts';

const fieldWidth = 17;
const valueWidthMax = 58;

/** Reads every token from its chain and compares it with what was asked, field by field. Gives the number of fields. */
export async function readBack(
  terminal: Terminal,
  { issued, issuer, reader }: { issued: readonly Issued[]; issuer: Session; reader: ChainReader },
): Promise<number> {
  let fields = 0;
  for (const { token, deployment } of issued) {
    const asked = askedOf(token, issuer);
    const found = await reader.readToken(deployment);
    const { bold, dim } = stylesOf(terminal);
    terminal.line(`  ${bold(token.tokenType)} ${dim(describeToken(deployment))}`);
    compare(terminal, asked, found);
    terminal.line();
    fields += Object.keys(asked).length;
  }
  return fields;
}

function compare(terminal: Terminal, asked: Fields, found: Fields): void {
  const { green, red } = stylesOf(terminal);
  const names = Object.keys({ ...asked, ...found });
  const room = Math.floor((terminal.width - fieldWidth - 9) / 2);
  const values = [...Object.values(asked), ...Object.values(found)];
  const width = Math.min(room, valueWidthMax, Math.max(...values.map(({ length }) => length)));
  const different: string[] = [];
  for (const name of names) {
    const isEqual = asked[name] !== undefined && asked[name] === found[name];
    if (!isEqual) different.push(name);
    const left = shorten(asked[name] ?? 'nothing', width).padEnd(width);
    const right = shorten(found[name] ?? 'nothing', width);
    const mark = isEqual ? green('=') : red('≠');
    terminal.line(`    ${name.padEnd(fieldWidth)}${left} ${mark} ${right}`);
  }
  ensure(
    different.length === 0,
    `On chain is not what was asked for: ${different.map((name) => `${name} is "${found[name]}", should be "${asked[name]}"`).join('; ')}`,
  );
}

function stylesOf({ style }: Terminal) {
  return {
    bold: (text: string) => style('bold', text),
    dim: (text: string) => style('dim', text),
    green: (text: string) => style('green', text),
    red: (text: string) => style('red', text),
  };
}
