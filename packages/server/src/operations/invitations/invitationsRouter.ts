import { router } from '../../trpc/init.ts';
import { accept } from './accept.ts';
import { create } from './create.ts';
import { list } from './list.ts';
import { resend } from './resend.ts';
import { revoke } from './revoke.ts';

export const invitationsRouter = router({ create, list, resend, revoke, accept });
