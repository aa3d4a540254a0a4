// The user's own test run leaves the certificate that the command line would.
def certificate = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/layer-tck/acme/certificate.json'))
assert certificate.subject.name == 'acme'
assert certificate.run.partial : 'fewer tries than the rules have are a partial run'
assert certificate.summary.failing == 0
assert certificate.rules.find { it.id == 'EMB-02' }.verdict == 'PASSED'
assert certificate.rules.find { it.id == 'LIN-02' }.verdict == 'NOT_CLAIMED'
return true
