import { serve } from '../../lab/work.ts';
import { SearchService } from './search-service.ts';

serve(new SearchService());
