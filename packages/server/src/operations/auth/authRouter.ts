import { router } from '../../trpc/init.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { profile } from './profile.ts';
import { refresh } from './refresh.ts';
import { register } from './register.ts';

export const authRouter = router({ register, login, refresh, logout, profile });
