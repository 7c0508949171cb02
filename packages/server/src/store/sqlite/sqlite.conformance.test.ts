import { describeStore } from '../conformance.ts';
import { createSqliteFixture } from './fixture.ts';

describeStore('SQLite', createSqliteFixture);
