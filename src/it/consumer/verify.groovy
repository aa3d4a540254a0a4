// The user's own test run leaves the certificate that the command line would.
def certificate = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/layer-tck/acme/certificate.json'))
assert certificate.subject.name == 'acme'
assert certificate.run.partial : 'some rules and fewer tries are a partial run'
def failing = certificate.summary.failing
assert failing == 0
def verdicts = certificate.rules.collectEntries { [it.id, it.verdict] }
assert verdicts['EMB-02'] == 'PASSED'
assert verdicts['EMB-03'] == 'NOT_CLAIMED'
return true
