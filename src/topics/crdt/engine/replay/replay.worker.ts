import { serve } from '../../../../lab/work.ts';
import { ReplayService } from './replay-service.ts';

serve(new ReplayService());
