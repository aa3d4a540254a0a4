<#function plain text><#return text?replace("([\\\\`*<])", "\\\\$1", "r")></#function>
# The rules of Layer TCK

Catalogue version ${version}, ${rules?size} rules. Generated from the rules' own text by `bin/layer-tck spec --out SPEC.md`; edit the
rules, not this file.

A rule is judged only for a subject that claims all of its features, and one that needs much time or memory only in a
run that asks for the demanding rules. A broken MUST denies the certificate; a broken
SHOULD or MAY is an advisory. Rule ids are never reused. Each rule names the faulty layers that prove it: what is wrong,
and the public report where there is one; [docs/faults](docs/faults/README.md) shows how each was caught.
<#assign area = "">
<#list rules as rule>
<#if rule.id()?keep_before("-") != area>
<#assign area = rule.id()?keep_before("-")>

## ${area}
</#if>

**${rule.id()}** · ${rule.level()}<#list rule.features()> · <#items as feature>${feature}<#sep>, </#items></#list><#if rule.need() != "NOTHING"> · needs ${rule.need()?string?lower_case}</#if><#list rule.excludedBy()> · not under <#items as limit>${limit}<#sep>, </#items></#list> · since ${rule.since()}<br>
${plain(rule.statement())}<br>
*Source: ${plain(rule.source())}*<#list faults[rule.id()]![]><br>
Proved by <#items as fault>${fault.name()}<#if fault.thread() != made> (${fault.report()}, ${plain(fault.thread())})</#if><#sep>, </#items></#list>
</#list>
