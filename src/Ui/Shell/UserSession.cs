using System.Text.Json;
using Microsoft.JSInterop;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Shell;

/// <summary>Who is signed in, how they like the page, and the project and environment they look at.</summary>
public sealed class UserSession(ApiClient api, ServerLink link, Browser browser, Words words, Formats formats) : IDisposable
{
    private DotNetObjectReference<UserSession>? self;
    private bool mirrored;

    private const string LookKey = "look";
    private const string EnvironmentKey = "environment";

    /// <summary>Who is signed in; null for nobody.</summary>
    public Me? Me { get; private set; }

    /// <summary>Whether somebody was signed in whom the server does not know any more: they sign in again where they are.</summary>
    public bool Expired { get; private set; }

    /// <summary>Why the server could not be asked at the start, or null.</summary>
    public ApiException? Trouble { get; private set; }

    /// <summary>How the user likes the page.</summary>
    public Preferences Preferences { get; private set; } = new();

    /// <summary>The project that is served.</summary>
    public Workspace Workspace { get; private set; } = new("", "", [], "locked");

    /// <summary>Whether the system or the browser wishes dark.</summary>
    public bool SystemIsDark { get; private set; }

    /// <summary>Whether the page is dark now.</summary>
    public bool IsDark => Preferences.Theme == "dark" || (Preferences.Theme != "light" && SystemIsDark);

    /// <summary>Raised when anything here changed.</summary>
    public event Action? Changed;

    /// <summary>Whether the user has a role or one above it.</summary>
    public bool Is(string role) => Me?.Roles.Contains(role) == true;

    /// <summary>Whether the user changes data and files.</summary>
    public bool IsEngineer => Is("engineer");

    /// <summary>Whether the user manages the organisation.</summary>
    public bool IsAdministrator => Is("administrator");

    /// <summary>Whether sources may be edited here.</summary>
    public bool MayEditFiles => IsEngineer && Workspace.Edit == "files";

    internal async Task StartAsync()
    {
        api.SignedOut += Expire;
        SystemIsDark = await browser.PrefersDarkAsync();
        self = DotNetObjectReference.Create(this);
        await browser.WatchThemeAsync(self);
        await KeptLookAsync();
        api.Environment = await browser.ReadAsync(EnvironmentKey) ?? "";
        await AskAsync();
    }

    /// <summary>Asks the server who is signed in.</summary>
    public async Task AskAsync()
    {
        Trouble = null;
        try
        {
            if ((await api.GetAsync<SessionState>("api/v1/session")).Me is { } me)
            {
                await EnterAsync(me);
            }
        }
        catch (ApiException failure)
        {
            Trouble = failure;
        }

        Changed?.Invoke();
    }

    /// <summary>Signs in with a password.</summary>
    /// <exception cref="ApiException">It is not right, or too many were tried.</exception>
    public async Task SignInAsync(string user, string password) =>
        await EnterAsync(await api.PostAsync<Me>("api/v1/session", new SignIn(user, password)));

    /// <summary>Signs in with the token of a one-time link.</summary>
    /// <exception cref="ApiException">It is used or too old.</exception>
    public async Task SignInByLinkAsync(string token) =>
        await EnterAsync(await api.PostAsync<Me>("api/v1/session/link", new UseSignInLink(token)));

    /// <summary>Signs out.</summary>
    public async Task SignOutAsync()
    {
        await api.CallAsync(HttpMethod.Delete, "api/v1/session");
        Me = null;
        Expired = false;
        Changed?.Invoke();
    }

    /// <summary>Changes one's own password.</summary>
    /// <exception cref="ApiException">The old one is not right, or the new one too weak.</exception>
    public async Task ChangePasswordAsync(string old, string next)
    {
        await api.CallAsync(HttpMethod.Put, "api/v1/me/password", new ChangePassword(old, next));
        await AskAsync();
    }

    /// <summary>Takes preferences at once and keeps them with the user.</summary>
    public async Task PreferAsync(Preferences preferences)
    {
        await ShowAsync(preferences);
        if (Me is { MustChangePassword: false })
        {
            await api.CallAsync(HttpMethod.Put, "api/v1/me/preferences", preferences);
        }
    }

    /// <summary>Looks at another environment.</summary>
    public async Task ChooseEnvironmentAsync(string environment)
    {
        api.Environment = environment;
        await browser.KeepAsync(EnvironmentKey, environment);
        await WorkspaceAsync();
        Changed?.Invoke();
    }

    /// <summary>Told by the browser that the system's theme changed.</summary>
    [JSInvokable]
    public async Task SystemThemeAsync()
    {
        SystemIsDark = await browser.PrefersDarkAsync();
        await ShowAsync(Preferences);
    }

    private async Task EnterAsync(Me me)
    {
        var again = Expired;
        Me = me;
        Expired = false;
        if (!me.MustChangePassword)
        {
            var preferences = api.GetAsync<Preferences>("api/v1/me/preferences");
            await Task.WhenAll(preferences, WorkspaceAsync());
            await ShowAsync(await preferences);
        }

        Changed?.Invoke();
        if (again)
        {
            link.Again();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => self?.Dispose();

    private async Task WorkspaceAsync()
    {
        try
        {
            Workspace = await api.GetAsync<Workspace>("api/v1/workspace");
        }
        catch (ApiException) when (api.Environment.Length > 0)
        {
            // an environment that is gone since: back to the default one
            api.Environment = "";
            Workspace = await api.GetAsync<Workspace>("api/v1/workspace");
        }
    }

    private void Expire()
    {
        if (Me is not null && !Expired)
        {
            Expired = true;
            Changed?.Invoke();
        }
    }

    private async Task KeptLookAsync()
    {
        Look? look = null;
        try
        {
            look = await browser.ReadAsync(LookKey) is { } kept ? JsonSerializer.Deserialize<Look>(kept, ApiClient.Json) : null;
        }
        catch (JsonException)
        {
            // not ours, or of another version: as if there were none
        }

        mirrored = look?.Language == Words.Mirror;
        await ShowAsync(new Preferences(look?.Theme ?? "system", mirrored ? "" : look?.Language ?? "", look?.Density ?? "comfortable"));
    }

    private async Task ShowAsync(Preferences preferences)
    {
        Preferences = preferences;
        var language = mirrored ? Words.Mirror : preferences.Language.Length > 0 ? preferences.Language : await BrowserLanguageAsync();
        words.Use(language);
        formats.Use(language, preferences.Numbers, preferences.TimeZone);
        await browser.ShowAsync(preferences.Theme, preferences.Density, words.Language, words.RightToLeft);
        Changed?.Invoke();
    }

    private async Task<string> BrowserLanguageAsync() =>
        (await browser.LanguagesAsync()).Select(language => language.Split('-')[0]).FirstOrDefault(
            language => Words.Languages.Any(known => known.Code == language)) ?? "en";

    private sealed record Look(string? Theme, string? Density, string? Language, string? Direction);
}
