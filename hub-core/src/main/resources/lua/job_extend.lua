-- purpose: give workers more time for their jobs
-- include: job
-- ARGV[3] and following, for each job: id; epoch; lease from now in ms, 0 for the queue's
-- result: {ok, for each job the end of its lease in ms since 1970, or 0 when it is not theirs any more}; {unconfigured}
-- cost: O(jobs * log(active))
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local ends, leases = {}, {}
for at = 3, #ARGV, 3 do
  local id, ms = ARGV[at], tonumber(ARGV[at + 2])
  local job = read_job(id, 'to')
  if job and job.s == 'active' and job.e == ARGV[at + 1] then
    local till = NOW + (ms == 0 and settings.lease_ms or ms)
    if job.to and tonumber(job.to) > 0 then till = math.min(till, tonumber(job.to)) end
    ends[#ends + 1] = text(till)
    leases[#leases + 1], leases[#leases + 2] = text(till), id
  else
    ends[#ends + 1] = '0'
  end
end
if #leases > 0 then call('ZADD', LEASE, 'XX', unpack(leases)) end
return {'ok', ends}
