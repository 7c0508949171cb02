import { router } from '../../trpc/init.ts';
import { create } from './create.ts';
import { list } from './list.ts';

export const organizationsRouter = router({ create, list });
