export { unwrap } from './unwrap.ts';
