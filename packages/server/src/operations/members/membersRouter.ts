import { router } from '../../trpc/init.ts';
import { changeRole } from './changeRole.ts';
import { leave } from './leave.ts';
import { list } from './list.ts';
import { remove } from './remove.ts';
import { transferOwnership } from './transferOwnership.ts';

export const membersRouter = router({ list, changeRole, remove, leave, transferOwnership });
