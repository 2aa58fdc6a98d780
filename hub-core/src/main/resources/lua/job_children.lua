-- purpose: tell what became of the jobs that a job waits for, a page at a time, in the order in which they were submitted
-- include: job
-- include: job_seldom
-- include: job_view
-- ARGV[3] id of the job
-- ARGV[4] which child the page before ended with, from 1; 0 for the first page
-- ARGV[5] most children
-- ARGV[6] most bytes of results; one child comes all the same
-- result: {ok, each child's {id, name, open or how it ended, its result or error, its queue or '' for this one}, which child the page ends with, 0 where there
--   are no more}; {unknown}
-- cost: O(children of the job)
-- idempotent: yes
if call('EXISTS', job_key(ARGV[3])) == 0 then return {'unknown'} end
local after, most, bytes = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local key, places = Q .. ':ch:' .. ARGV[3], children_of(ARGV[3], 'n')
local flow = call('HGET', key, 'i')
local ids, names = {}, {}
for i = 1, #places, 2 do
  local number, name = places[i + 1]:match('^(%d+) (.*)$')
  ids[tonumber(number)], names[tonumber(number)] = places[i], name
end

local page = {}
for number = after + 1, #ids do
  local id = ids[number]
  local state = call('HGET', key, 's' .. id)
  local value = state ~= 'open' and call('HGET', key, (state == 'done' and 'r' or 'e') .. id) or ''
  if #page > 0 and (#page == most or bytes < #value) then return {'ok', page, text(number - 1)} end
  bytes = bytes - #value
  page[#page + 1] = {id, names[number], state, value, flow and call('HGET', key, 'q' .. id) or ''}
end
return {'ok', page, '0'}
