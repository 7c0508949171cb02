import { runInNewContext } from 'node:vm';
import type { Harness } from '../../testing/createHarness.ts';

/** As much of an element as the scripts of our pages touch. */
export interface PageElement {
  readonly id: string;
  readonly name: string;
  readonly dataset: Readonly<Record<string, string>>;
  hidden: boolean;
  disabled: boolean;
  removed: boolean;
  textContent: string;
  /** Whether the script moved the focus here. */
  focused: boolean;
}

/** A page of the server as a browser shows it. */
export interface OpenPage {
  /** The page as it came. */
  readonly html: string;
  /** What stands in the address bar, as the script left it. */
  readonly address: string;
  /** @throws {Error} if the page has no such element */
  element(id: string): PageElement;
  readonly form: PageElement;
  readonly button: PageElement;
  /** What the page says. */
  readonly says: string;
  /** Paths that the script posted to. */
  readonly posted: readonly string[];
  /** Ticks a box. */
  check(id: string): void;
  /** Presses the button after filling in the fields; resolves once the page has nothing more to do. */
  submit(fields?: Readonly<Record<string, string>>): Promise<void>;
}

/**
 * Opens a page and runs its script, which the server sends, against the elements that are in its HTML; what it fetches is
 * the real app.
 *
 * A script that asks for an element which the page does not have finds nothing, as in a browser.
 */
export async function openPage(h: Harness, address: string): Promise<OpenPage> {
  const [path = '', hash] = address.split('#');
  const html = (await h.request(path)).body as string;
  const script = /<script src="([^"]+)">/.exec(html)?.[1];
  if (script === undefined) throw new Error(`The page ${path} has no script`);
  const elements = readElements(html);
  const posted: string[] = [];
  const page = { address, fields: {} as Readonly<Record<string, string>> };
  let submit: (event: object) => Promise<void> = async () => {};
  const find = (selector: string) => elements.find((each) => matches(each, selector)) ?? null;
  const form = { ...required(find('form')), removed: false };

  Object.assign(form, {
    remove: () => (form.removed = true),
    querySelector: find,
    addEventListener: (_: string, listener: typeof submit) => (submit = listener),
  });
  runInNewContext((await h.request(script)).body as string, {
    document: {
      querySelector: (selector: string) => (selector === 'form' ? form : find(selector)),
    },
    location: { hash: hash === undefined ? '' : `#${hash}`, pathname: path },
    history: { replaceState: (_: null, __: string, to: string) => (page.address = to) },
    URLSearchParams,
    FormData: class {
      *[Symbol.iterator]() {
        for (const { tag, name, isBox, checked } of elements)
          if (tag === 'input' && (!isBox || checked))
            yield [name, isBox ? 'on' : (page.fields[name] ?? '')];
      }
    },
    fetch(url: string, init: RequestInit) {
      posted.push(url);
      return h.app.request(url, init);
    },
  });

  return {
    html,
    form,
    posted,
    get address() {
      return page.address;
    },
    get says() {
      return required(find('[role=status]')).textContent;
    },
    button: required(find('button')),
    element: (id) => required(find(`#${id}`)),
    check(id) {
      const box = required(find(`#${id}`));
      box.checked = true;
      box.changed();
    },
    submit(fields = {}) {
      page.fields = fields;
      return submit({ preventDefault() {} });
    },
  };
}

interface ReadElement extends PageElement {
  readonly tag: string;
  readonly role: string;
  readonly isBox: boolean;
  checked: boolean;
  changed(): void;
  focus(): void;
  addEventListener(type: string, listener: () => void): void;
}

function readElements(html: string): ReadElement[] {
  return [...html.matchAll(/<(form|input|button|div|label|p)\b([^>]*)>/g)].map(
    ([, tag = '', text = '']) => {
      const attributes = new Map(
        [...text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
          name,
          unescapeHtml(value),
        ]),
      );
      const element: ReadElement = {
        tag,
        id: attributes.get('id') ?? '',
        name: attributes.get('name') ?? '',
        role: attributes.get('role') ?? '',
        dataset: Object.fromEntries(
          [...attributes].flatMap(([name, value]) =>
            name.startsWith('data-') ? [[camelCase(name.slice('data-'.length)), value]] : [],
          ),
        ),
        hidden: attributes.has('hidden'),
        disabled: attributes.has('disabled'),
        removed: false,
        textContent: '',
        focused: false,
        isBox: attributes.get('type') === 'checkbox',
        checked: false,
        changed() {},
        focus: () => (element.focused = true),
        addEventListener: (_, listener) => (element.changed = listener),
      };
      return element;
    },
  );
}

function matches({ tag, id, role }: ReadElement, selector: string): boolean {
  if (selector.startsWith('#')) return id === selector.slice(1);
  if (selector.startsWith('[role=')) return role === selector.slice('[role='.length, -1);
  return tag === selector;
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function required<Value extends object>(value: Value | null): Value {
  if (value === null) throw new Error('The page has no such element');
  return value;
}

function unescapeHtml(text: string): string {
  const signs = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" } as const;
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: keyof typeof signs) => signs[name]);
}
