import { router } from '../../trpc/init.ts';
import { create } from './create.ts';
import { deleteEndpoint } from './delete.ts';
import { deliveries } from './deliveries.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { redeliver } from './redeliver.ts';
import { rotate } from './rotate.ts';
import { testSend } from './testSend.ts';
import { update } from './update.ts';

export const webhooksRouter = router({
  create,
  list,
  get,
  update,
  delete: deleteEndpoint,
  rotate,
  test: testSend,
  deliveries,
  redeliver,
});
