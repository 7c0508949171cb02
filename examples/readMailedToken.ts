import { setTimeout } from 'node:timers/promises';

/** Reads the secret of a mailed link from the mailbox page of a development server: `verify-email`, `accept-invitation` … */
export async function readMailedToken(
  baseUrl: string,
  { to, page }: { readonly to: string; readonly page: string },
): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const list = await (await fetch(`${baseUrl}/mailbox`)).text();
    const rows = list.split('<tr>').filter((row) => row.includes(`<td>${to}</td>`));
    for (const [, path] of rows.join('').matchAll(/href="([^"]+)"/g)) {
      const mail = await (await fetch(`${baseUrl}${path}`)).text();
      const token = new RegExp(`/${page}#token=([\\w-]+)`).exec(mail)?.[1];
      if (token !== undefined) return token;
    }
    await setTimeout(100);
  }
  throw new Error(`No mail to ${to} leads to ${page}: is this a development server?`);
}
