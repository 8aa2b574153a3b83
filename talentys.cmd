@echo off
rem The platform's command line from a clone, for Windows: an incremental build, then the program.
setlocal
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
set PROGRAM=%~dp0src\Host\bin\Release\net10.0\talentys.dll
dotnet build "%~dp0src\Host\Talentys.Host.csproj" -c Release -v quiet -nologo -clp:NoSummary 1>&2
if errorlevel 1 exit /b 1
dotnet "%PROGRAM%" %*
exit /b %errorlevel%
