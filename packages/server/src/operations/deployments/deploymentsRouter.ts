import { router } from '../../trpc/init.ts';
import { cancel } from './cancel.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { retry } from './retry.ts';
import { watch } from './watch.ts';
import { why } from './why.ts';

export const deploymentsRouter = router({ get, list, cancel, retry, why, watch });
