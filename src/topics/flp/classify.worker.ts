import { serve } from '../../lab/work.ts';
import { ClassifyService } from './classify-service.ts';

serve(new ClassifyService());
