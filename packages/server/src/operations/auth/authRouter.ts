import { router } from '../../trpc/init.ts';
import { changePassword } from './changePassword.ts';
import { forgotPassword } from './forgotPassword.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { profile } from './profile.ts';
import { refresh } from './refresh.ts';
import { register } from './register.ts';
import { resendVerification } from './resendVerification.ts';
import { resetPassword } from './resetPassword.ts';
import { switchOrganization } from './switchOrganization.ts';
import { stepUp } from './stepUp.ts';
import { verifyEmail } from './verifyEmail.ts';

export const authRouter = router({
  register,
  login,
  refresh,
  logout,
  profile,
  changePassword,
  forgotPassword,
  resetPassword,
  verifyEmail,
  resendVerification,
  switchOrganization,
  stepUp,
});
