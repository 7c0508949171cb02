import { router } from '../../trpc/init.ts';
import { list } from './list.ts';
import { revoke } from './revoke.ts';
import { revokeAll } from './revokeAll.ts';

export const sessionsRouter = router({ list, revoke, revokeAll });
