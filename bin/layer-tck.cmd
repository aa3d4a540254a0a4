@echo off
rem Runs the command line of Layer TCK from its build. Untested: the suite is tested on Linux.
setlocal
set "ROOT=%~dp0.."
set "JAR="
for %%F in ("%ROOT%\target\layer-tck-*.jar") do set "JAR=%%F"
if not defined JAR goto :unbuilt
if not exist "%ROOT%\target\layer-tck.classpath" goto :unbuilt
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
rem The class path is longer than a line of a batch file may be, so it is read from a file.
set "ARGUMENTS=%TEMP%\layer-tck-%RANDOM%.args"
rem Not by set /p, which reads 1,023 characters.
for /f "usebackq delims=" %%L in ("%ROOT%\target\layer-tck.classpath") do set "DEPENDENCIES=%%L"
> "%ARGUMENTS%" echo -cp "%JAR:\=\\%;%DEPENDENCIES:\=\\%"
"%JAVA%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "@%ARGUMENTS%" io.layertck.cli.LayerTck %*
set "CODE=%ERRORLEVEL%"
del "%ARGUMENTS%" >nul 2>&1
exit /b %CODE%

:unbuilt
echo layer-tck: the suite has not been built: run 'mvn -q -DskipTests package' in %ROOT% first 1>&2
exit /b 2
