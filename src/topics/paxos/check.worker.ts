import { serve } from '../../lab/work.ts';
import { CheckService } from './check-service.ts';

serve(new CheckService());
