using Microsoft.Playwright;
using Talentys.TestSupport;
using Xunit.Sdk;

// one after the other: on two cores two browsers at once only make each other slow
[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]
[assembly: AssemblyFixture(typeof(Talentys.Browser.Tests.Site))]

namespace Talentys.Browser.Tests;

/// <summary>A served project with some files, and a browser.</summary>
public sealed class Site : IAsyncLifetime
{
    public const string Password = "a long sentence for tests";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TempFolder folder = new();
    private readonly SemaphoreSlim entering = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;
    private string? state;

    /// <summary>The server that tests share.</summary>
    public Server Server { get; private set; } = null!;

    /// <summary>The project's folder.</summary>
    public string Project => folder.Path;

    public async ValueTask InitializeAsync()
    {
        SampleFiles.Write(Path.Combine(Project, "drop"));
        SampleFiles.WriteModels(Project);
        await File.WriteAllTextAsync(Path.Combine(Project, "talentys.yml"), "name: harbour\ndefault_env: dev\nenvs:\n  dev: {edit: files}\n");
        await RunAsync(Project, "load", "drop/people.csv", "drop/names.csv", "drop/wide.csv", "drop/harbour/orders.csv", "--into", "main");
        await RunAsync(Project, "load", "drop/dirty.csv", "--into", "main", "--reject-limit", "50%");
        Server = await Server.StartAsync(Project);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium(),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
        });
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        entering.Dispose();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        folder.Dispose();
    }

    /// <summary>A page of nobody.</summary>
    public async Task<IPage> OpenAsync(string path, BrowserNewContextOptions? options = null, Server? server = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = (server ?? Server).Address;
        options.ReducedMotion = ReducedMotion.Reduce;
        options.AcceptDownloads = true;
        options.Locale ??= "en-GB";
        var context = await browser!.NewContextAsync(options);
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>A page of the administrator, who is signed in.</summary>
    public async Task<IPage> OpenSignedInAsync(string path, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.StorageState = await StateAsync();
        return await OpenAsync(path, options);
    }

    // signed in once by the link of the first start, with a password from then on
    private async Task<string> StateAsync()
    {
        await entering.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (state is null)
            {
                var page = await OpenAsync($"/signin#link={await Server.LinkAsync()}");
                await Assertions.Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToBeVisibleAsync();
                var answer = await page.Context.APIRequest.PutAsync("/api/v1/me/password", new()
                {
                    Headers = new Dictionary<string, string> { ["X-Talentys-Request"] = "1" },
                    DataObject = new { old = "", @new = Password },
                });
                Assert.True(answer.Ok, await answer.TextAsync());
                state = await page.Context.StorageStateAsync();
                await page.Context.CloseAsync();
            }

            return state;
        }
        finally
        {
            entering.Release();
        }
    }

    /// <summary>Runs a command of the program in a project, to its end.</summary>
    public static async Task RunAsync(string project, params string[] arguments)
    {
        using var process = Server.Run(project, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)}: {await output}{await errors}");
    }

    private static string Chromium() =>
        new[] { Environment.GetEnvironmentVariable("TALENTYS_CHROMIUM"), "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/google-chrome" }
            .FirstOrDefault(path => path is not null && File.Exists(path))
        ?? throw new XunitException("There is no Chromium: install Debian's package chromium-headless-shell, or name one in TALENTYS_CHROMIUM.");
}
