<#function cell text><#return text?replace("([\\\\`*<|])", "\\\\$1", "r")?replace("\\s*\\R\\s*", " ", "r")></#function>
# The faults, and how they were caught

${faults?size} faulty layers, each caught by the rule it names. Generated from [faults.json](faults.json) by `bin/layer-tck faults`; a
run of the tests leaves a fresh one at `target/layer-tck/faults.json`.

*Tries* are the cases up to the first that fails, under each of five seeds. The message is what the rule says under
the first seed, before the case is made smaller.

| rule | fault | reported as | tries | message |
|---|---|---|---|---|
<#list faults as fault>
| ${fault.rule()} | ${fault.name()} | <#if fault.report() == made>made for the rule<#else>${fault.report()}, ${cell(fault.thread())}</#if> | ${fault.tries()?join(", ")} | ${cell(fault.message())} |
</#list>
