-- purpose: forget jobs that are over
-- include: job
-- include: job_seldom
-- ARGV[3] and following, ids
-- result: {ok, for each job {id, what it was: unknown | a final state, and then it is gone; else its state}}; {unconfigured}
-- cost: O(jobs * log(jobs that are over))
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local results, gone = {}, {}
for at = 3, #ARGV do
  local job = read_job(ARGV[at])
  results[#results + 1] = {ARGV[at], job and job.s or 'unknown'}
  if job and is_over(job) then
    leave(job.s, job.id)
    call('ZREM', TELL, job.id)
    add_keys(settings, gone, job.id)
  end
end
unlink_all(gone)
return {'ok', results}
